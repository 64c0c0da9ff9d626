-- CreateTable
CREATE TABLE "ItemChecklist" (
    "id" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "answers" JSONB NOT NULL,
    "answeredBy" UUID NOT NULL,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ItemChecklist_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ItemChecklist_itemId_version_idx" ON "ItemChecklist"("itemId", "version");

-- AddForeignKey
ALTER TABLE "ItemChecklist" ADD CONSTRAINT "ItemChecklist_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "EvidenceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What somebody answered is added to and never changed; it goes with the picture. That it was answered stands in the ledger.
GRANT SELECT, INSERT, DELETE ON "ItemChecklist" TO vouchsafe_runtime;
