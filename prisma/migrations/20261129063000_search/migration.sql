-- CreateTable
CREATE TABLE "SearchKey" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "SearchKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SearchRow" (
    "id" UUID NOT NULL,
    "incidentId" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "rules" INTEGER NOT NULL,
    "terms" BIGINT[],

    CONSTRAINT "SearchRow_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SearchRow_seq_key" ON "SearchRow"("seq");

-- CreateIndex
CREATE INDEX "SearchRow_incidentId_idx" ON "SearchRow"("incidentId");

-- CreateIndex
CREATE INDEX "SearchRow_terms_idx" ON "SearchRow" USING GIN ("terms");

-- AddForeignKey
ALTER TABLE "SearchRow" ADD CONSTRAINT "SearchRow_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "SearchKey" ADD CONSTRAINT "SearchKey_one" CHECK ("id" = 1);
-- A digest is in the index when its row is committed, and nowhere else: no list of what waits, which every search would read.
ALTER INDEX "SearchRow_terms_idx" SET (fastupdate = off);
-- No statistics: they would keep the most frequent digests in a table of the database's own.
ALTER TABLE "SearchRow" ALTER COLUMN "terms" SET STATISTICS 0;
-- Digests do not compress.
ALTER TABLE "SearchRow" ALTER COLUMN "terms" SET STORAGE EXTERNAL;

GRANT SELECT, INSERT ON "SearchKey" TO vouchsafe_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON "SearchRow" TO vouchsafe_runtime;
GRANT USAGE ON SEQUENCE "SearchRow_seq_seq" TO vouchsafe_runtime;
-- What was erased is written out of its file (`server/erasures/jobs.ts`).
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON "SearchRow" TO vouchsafe_runtime';
  END IF;
END
$$;
