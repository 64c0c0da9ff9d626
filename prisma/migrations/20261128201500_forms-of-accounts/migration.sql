-- AlterTable
ALTER TABLE "DisclosureAccount" ADD COLUMN     "form" TEXT NOT NULL DEFAULT 'redacted';
