-- CreateTable
CREATE TABLE "Recovery" (
    "id" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA NOT NULL,
    "tokenDigest" BYTEA,
    "linkUntil" TIMESTAMPTZ(3),
    "totpSealed" BYTEA,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Recovery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Recovery_tokenDigest_key" ON "Recovery"("tokenDigest");

-- CreateIndex
CREATE INDEX "Recovery_memberId_idx" ON "Recovery"("memberId");

-- AddForeignKey
ALTER TABLE "Recovery" ADD CONSTRAINT "Recovery_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT, INSERT, UPDATE ON "Recovery" TO vouchsafe_runtime;
