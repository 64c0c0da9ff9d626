-- CreateTable
CREATE TABLE "Fixity" (
    "name" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,
    "fault" TEXT,

    CONSTRAINT "Fixity_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "Fixity_readAt_idx" ON "Fixity"("readAt");

ALTER TABLE "Fixity" ADD CONSTRAINT "Fixity_fault" CHECK ("fault" IN ('missing', 'changed'));

-- What an object was when it was read first does not change.
GRANT SELECT, INSERT, DELETE ON "Fixity" TO vouchsafe_runtime;
GRANT UPDATE ("readAt", "fault") ON "Fixity" TO vouchsafe_runtime;
