-- CreateTable
CREATE TABLE "Recording" (
    "id" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "passage" TEXT NOT NULL,
    "wordingDigest" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "milliseconds" INTEGER NOT NULL,
    "blob" TEXT NOT NULL,
    "wrappedKey" BYTEA NOT NULL,
    "addedBy" UUID NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Recording_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Recording_language_passage_key" ON "Recording"("language", "passage");

-- Another takes its place as a row of its own; none is changed, but for its key when the instance's moves.
GRANT SELECT, INSERT, DELETE ON "Recording" TO vouchsafe_runtime;
GRANT UPDATE ("wrappedKey") ON "Recording" TO vouchsafe_runtime;
