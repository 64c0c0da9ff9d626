-- AlterTable
ALTER TABLE "CustodyKey" ADD COLUMN     "needed" INTEGER,
ADD COLUMN     "parts" INTEGER;

-- CreateTable
CREATE TABLE "ReviewerKey" (
    "id" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReviewerKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewerWrap" (
    "id" UUID NOT NULL,
    "reviewerKeyId" UUID NOT NULL,
    "wrap" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReviewerWrap_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustodyGrant" (
    "custodyKeyId" UUID NOT NULL,
    "reviewerKeyId" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "tag" BYTEA NOT NULL,
    "grantedBy" UUID NOT NULL,
    "grantedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CustodyGrant_pkey" PRIMARY KEY ("custodyKeyId","reviewerKeyId")
);

-- CreateTable
CREATE TABLE "Opening" (
    "id" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "askedBy" UUID NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "purpose" TEXT NOT NULL,
    "reasonSealed" BYTEA NOT NULL,
    "decidedBy" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "agreed" BOOLEAN,
    "handedAt" TIMESTAMPTZ(3),
    "savedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Opening_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ReviewerKey_recipient_key" ON "ReviewerKey"("recipient");

-- CreateIndex
CREATE INDEX "ReviewerKey_memberId_idx" ON "ReviewerKey"("memberId");

-- CreateIndex
CREATE INDEX "ReviewerWrap_reviewerKeyId_idx" ON "ReviewerWrap"("reviewerKeyId");

-- CreateIndex
CREATE INDEX "CustodyGrant_reviewerKeyId_idx" ON "CustodyGrant"("reviewerKeyId");

-- CreateIndex
CREATE INDEX "Opening_itemId_idx" ON "Opening"("itemId");

-- CreateIndex
CREATE INDEX "Opening_askedAt_idx" ON "Opening"("askedAt");

-- AddForeignKey
ALTER TABLE "ReviewerWrap" ADD CONSTRAINT "ReviewerWrap_reviewerKeyId_fkey" FOREIGN KEY ("reviewerKeyId") REFERENCES "ReviewerKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustodyGrant" ADD CONSTRAINT "CustodyGrant_custodyKeyId_fkey" FOREIGN KEY ("custodyKeyId") REFERENCES "CustodyKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustodyGrant" ADD CONSTRAINT "CustodyGrant_reviewerKeyId_fkey" FOREIGN KEY ("reviewerKeyId") REFERENCES "ReviewerKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Opening" ADD CONSTRAINT "Opening_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "EvidenceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What the service may do with them. A wrap or a grant that nobody is to use any more is taken away.
GRANT SELECT, INSERT, UPDATE ON "ReviewerKey", "Opening" TO vouchsafe_runtime;
GRANT SELECT, INSERT, DELETE ON "ReviewerWrap", "CustodyGrant" TO vouchsafe_runtime;
