-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "newTotpSealed" BYTEA;

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "digest" BYTEA NOT NULL,
    "memberId" UUID NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RecoveryCode_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE INDEX "RecoveryCode_memberId_idx" ON "RecoveryCode"("memberId");

-- AddForeignKey
ALTER TABLE "RecoveryCode" ADD CONSTRAINT "RecoveryCode_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- New codes take the place of the old.
GRANT SELECT, INSERT, UPDATE, DELETE ON "RecoveryCode" TO vouchsafe_runtime;
