-- AlterTable
ALTER TABLE "Request" ADD COLUMN     "erasureIds" UUID[] DEFAULT ARRAY[]::UUID[];
