-- AlterTable
ALTER TABLE "Recipient" ADD COLUMN     "beforeId" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "Recipient_beforeId_key" ON "Recipient"("beforeId");

-- AddForeignKey
ALTER TABLE "Recipient" ADD CONSTRAINT "Recipient_beforeId_fkey" FOREIGN KEY ("beforeId") REFERENCES "Recipient"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A version stays as it was decided on. What is sealed is wrapped anew when the instance's key moves.
REVOKE UPDATE ON "Recipient" FROM vouchsafe_runtime;
GRANT UPDATE ("sealed") ON "Recipient" TO vouchsafe_runtime;
