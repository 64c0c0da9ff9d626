-- AlterTable
ALTER TABLE "Derivative" ADD COLUMN     "disclosureId" UUID;

-- AlterTable
ALTER TABLE "Disclosure" ADD COLUMN     "mark" TEXT;

-- CreateIndex
CREATE INDEX "Derivative_disclosureId_idx" ON "Derivative"("disclosureId");

-- CreateIndex
CREATE UNIQUE INDEX "Disclosure_mark_key" ON "Disclosure"("mark");

-- AddForeignKey
ALTER TABLE "Derivative" ADD CONSTRAINT "Derivative_disclosureId_fkey" FOREIGN KEY ("disclosureId") REFERENCES "Disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- One copy of a picture for one disclosure.
CREATE UNIQUE INDEX "Derivative_copy" ON "Derivative"("disclosureId", "itemId") WHERE "erasedAt" IS NULL;

-- What was approved before copies bore marks gets a reference of eight of the same signs; the worker makes its copies within a night (`evidence.sweep`).
UPDATE "Disclosure" SET "mark" = upper(substr(t, 1, 4) || '-' || substr(t, 5, 4))
FROM (SELECT "id" AS "of", replace(gen_random_uuid()::text, '-', '') AS t FROM "Disclosure") drawn
WHERE "of" = "id" AND "state" = 'approved' AND "purpose" <> 'publication';
