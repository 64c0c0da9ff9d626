-- AlterTable
ALTER TABLE "Derivative" ADD COLUMN     "leavesAs" TEXT;

-- AlterTable
ALTER TABLE "DisclosureItem" ADD COLUMN     "size" TEXT NOT NULL DEFAULT 'reduced';

-- Redacted pictures were shrunk to 1600 pixels, which is what "reduced" makes of cameras of 3008 and more. Of smaller ones a
-- reduced picture is made anew where it is to leave.
UPDATE "Derivative" d SET "leavesAs" = 'reduced' FROM "EvidenceItem" i
  WHERE i."id" = d."itemId" AND d."kind" = 'redacted'
    AND greatest(d."width", d."height") = 1600 AND greatest(i."width", i."height") >= 3008;

-- Clean pictures left at their own size. Where the purpose does not permit that, the recipient's door is shut from now on.
UPDATE "DisclosureItem" SET "size" = 'full' WHERE "form" = 'clean' AND "derivativeId" IS NOT NULL;
