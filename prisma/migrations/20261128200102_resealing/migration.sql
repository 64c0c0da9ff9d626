-- CreateTable
CREATE TABLE "Resealing" (
    "id" UUID NOT NULL,
    "custodyKeyId" UUID NOT NULL,
    "items" INTEGER NOT NULL,
    "askedBy" UUID NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedBy" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "agreed" BOOLEAN,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Resealing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ResealingTurn" (
    "resealingId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "begunAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ResealingTurn_pkey" PRIMARY KEY ("resealingId","memberId")
);

-- CreateTable
CREATE TABLE "Reseal" (
    "itemId" UUID NOT NULL,
    "custodyKeyId" UUID NOT NULL,
    "resealingId" UUID NOT NULL,
    "originalBlob" TEXT NOT NULL,
    "originalDigest" BYTEA NOT NULL,
    "toldBlob" TEXT,
    "mark" BYTEA NOT NULL,
    "sealedBy" UUID NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,
    "handedTo" UUID,

    CONSTRAINT "Reseal_pkey" PRIMARY KEY ("itemId")
);

-- CreateTable
CREATE TABLE "ResealFault" (
    "itemId" UUID NOT NULL,
    "task" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ResealFault_pkey" PRIMARY KEY ("itemId")
);

-- CreateIndex
CREATE INDEX "Resealing_custodyKeyId_idx" ON "Resealing"("custodyKeyId");

-- CreateIndex
CREATE INDEX "Reseal_resealingId_idx" ON "Reseal"("resealingId");

-- AddForeignKey
ALTER TABLE "Resealing" ADD CONSTRAINT "Resealing_custodyKeyId_fkey" FOREIGN KEY ("custodyKeyId") REFERENCES "CustodyKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ResealingTurn" ADD CONSTRAINT "ResealingTurn_resealingId_fkey" FOREIGN KEY ("resealingId") REFERENCES "Resealing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reseal" ADD CONSTRAINT "Reseal_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "EvidenceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reseal" ADD CONSTRAINT "Reseal_custodyKeyId_fkey" FOREIGN KEY ("custodyKeyId") REFERENCES "CustodyKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reseal" ADD CONSTRAINT "Reseal_resealingId_fkey" FOREIGN KEY ("resealingId") REFERENCES "Resealing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ResealFault" ADD CONSTRAINT "ResealFault_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "EvidenceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- What waits to be checked, and why something failed, is present state: its history is in the ledger.
GRANT SELECT, INSERT, UPDATE ON "Resealing", "ResealingTurn" TO vouchsafe_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Reseal", "ResealFault" TO vouchsafe_runtime;
