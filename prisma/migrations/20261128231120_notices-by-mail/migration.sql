-- AlterTable
ALTER TABLE "Notice" ADD COLUMN     "mailedAt" TIMESTAMPTZ(3);
