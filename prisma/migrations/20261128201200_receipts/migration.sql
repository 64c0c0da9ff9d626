-- AlterTable
ALTER TABLE "ConsentRecord" ADD COLUMN     "receiptId" UUID,
ALTER COLUMN "recordedBy" DROP NOT NULL;

-- CreateTable
CREATE TABLE "Receipt" (
    "id" UUID NOT NULL,
    "grantorId" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "madeBy" UUID NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReceiptKey" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "ReceiptKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Request" (
    "id" UUID NOT NULL,
    "grantorId" UUID NOT NULL,
    "receiptId" UUID,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "actsAt" TIMESTAMPTZ(3),
    "answer" TEXT,
    "answeredAt" TIMESTAMPTZ(3),
    "answeredBy" UUID,

    CONSTRAINT "Request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "disclosureId" UUID NOT NULL,
    "closing" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "toldAt" TIMESTAMPTZ(3),
    "toldBy" UUID,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Receipt_digest_key" ON "Receipt"("digest");

-- CreateIndex
CREATE INDEX "Receipt_grantorId_idx" ON "Receipt"("grantorId");

-- CreateIndex
CREATE INDEX "Request_grantorId_idx" ON "Request"("grantorId");

-- CreateIndex
CREATE INDEX "Request_due_idx" ON "Request"("due");

-- CreateIndex
CREATE INDEX "Notice_disclosureId_idx" ON "Notice"("disclosureId");

-- AddForeignKey
ALTER TABLE "ConsentRecord" ADD CONSTRAINT "ConsentRecord_receiptId_fkey" FOREIGN KEY ("receiptId") REFERENCES "Receipt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Receipt" ADD CONSTRAINT "Receipt_grantorId_fkey" FOREIGN KEY ("grantorId") REFERENCES "Grantor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Request" ADD CONSTRAINT "Request_grantorId_fkey" FOREIGN KEY ("grantorId") REFERENCES "Grantor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Request" ADD CONSTRAINT "Request_receiptId_fkey" FOREIGN KEY ("receiptId") REFERENCES "Receipt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_disclosureId_fkey" FOREIGN KEY ("disclosureId") REFERENCES "Disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Somebody said it: a member wrote it down, or the person had their card.
ALTER TABLE "ConsentRecord" ADD CONSTRAINT "ConsentRecord_somebody" CHECK (("recordedBy" IS NULL) <> ("receiptId" IS NULL));

-- One card that works for each person, and one key for all.
CREATE UNIQUE INDEX "Receipt_live" ON "Receipt"("grantorId") WHERE "endedAt" IS NULL;
ALTER TABLE "ReceiptKey" ADD CONSTRAINT "ReceiptKey_one" CHECK ("id" = 1);
-- The closed ones' notices that wait.
CREATE INDEX "Notice_waiting" ON "Notice"("due") WHERE "toldAt" IS NULL;
-- A withdrawal looks for what is open, and for who was named where.
CREATE INDEX "Disclosure_open" ON "Disclosure"("incidentId", "id") WHERE "state" IN ('approved', 'released');

GRANT SELECT, INSERT, UPDATE ON "Receipt", "Request", "Notice" TO vouchsafe_runtime;
-- Made once; whoever moves the keys to another holder is the owner.
GRANT SELECT, INSERT ON "ReceiptKey" TO vouchsafe_runtime;
