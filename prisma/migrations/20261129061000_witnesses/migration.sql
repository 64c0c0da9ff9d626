-- CreateTable
CREATE TABLE "Witness" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "tokenDigest" BYTEA NOT NULL,
    "addedBy" UUID NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Witness_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Countersignature" (
    "size" BIGINT NOT NULL,
    "witnessId" UUID NOT NULL,
    "note" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Countersignature_pkey" PRIMARY KEY ("size", "witnessId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Witness_tokenDigest_key" ON "Witness"("tokenDigest");

-- CreateIndex
CREATE INDEX "Countersignature_witnessId_at_idx" ON "Countersignature"("witnessId", "at");

-- AddForeignKey
ALTER TABLE "Witness" ADD CONSTRAINT "Witness_addedBy_fkey" FOREIGN KEY ("addedBy") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Countersignature" ADD CONSTRAINT "Countersignature_witnessId_fkey" FOREIGN KEY ("witnessId") REFERENCES "Witness"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Whose key it is does not change: what was countersigned with it stays theirs.
GRANT SELECT, INSERT ON "Witness", "Countersignature" TO vouchsafe_runtime;
GRANT UPDATE ("removedAt") ON "Witness" TO vouchsafe_runtime;

CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON "Countersignature" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON "Countersignature" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
