-- CreateTable
CREATE TABLE "Tie" (
    "grantorId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "tiedBy" UUID NOT NULL,
    "tiedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Tie_pkey" PRIMARY KEY ("grantorId")
);

-- CreateIndex
CREATE INDEX "Tie_personId_idx" ON "Tie"("personId");

-- AddForeignKey
ALTER TABLE "Tie" ADD CONSTRAINT "Tie_grantorId_fkey" FOREIGN KEY ("grantorId") REFERENCES "Grantor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Present state whose history is in the ledger.
GRANT SELECT, INSERT, UPDATE, DELETE ON "Tie" TO vouchsafe_runtime;
