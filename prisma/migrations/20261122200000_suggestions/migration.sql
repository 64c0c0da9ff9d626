-- AlterTable
ALTER TABLE "EvidenceItem" ADD COLUMN     "suggestedIds" UUID[] DEFAULT ARRAY[]::UUID[];

-- AlterTable
ALTER TABLE "Redaction" ADD COLUMN     "accepted" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "added" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "dismissed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "method" TEXT NOT NULL DEFAULT 'solid',
ADD COLUMN     "suggested" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Region" ADD COLUMN     "possible" BOOLEAN NOT NULL DEFAULT false;

-- What the detector has suggested so far is known by its regions; what was taken away before is not known any more.
UPDATE "EvidenceItem" SET "suggestedIds" = coalesce(
  (SELECT array_agg("id") FROM "Region" WHERE "Region"."itemId" = "EvidenceItem"."id" AND "origin" = 'detector'),
  ARRAY[]::UUID[]);
