-- AlterTable
ALTER TABLE "Hold" ADD COLUMN     "accountId" UUID,
ALTER COLUMN "itemId" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "Hold_accountId_idx" ON "Hold"("accountId");

-- AddForeignKey
ALTER TABLE "Hold" ADD CONSTRAINT "Hold_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- A hold is of one thing.
ALTER TABLE "Hold" ADD CONSTRAINT "Hold_of_one_thing" CHECK (num_nonnulls("itemId", "accountId") = 1);
