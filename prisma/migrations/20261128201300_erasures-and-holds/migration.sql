-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Erasure" (
    "id" UUID NOT NULL,
    "incidentId" UUID NOT NULL,
    "itemId" UUID,
    "accountId" UUID,
    "ground" TEXT NOT NULL,
    "plannedBy" UUID,
    "plannedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "calledOffAt" TIMESTAMPTZ(3),
    "calledOffBy" UUID,
    "doneAt" TIMESTAMPTZ(3),
    "doneBy" UUID,
    "objects" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "scrubbedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Erasure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Hold" (
    "id" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "ground" TEXT NOT NULL,
    "reasonSealed" BYTEA NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "askedBy" UUID NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedBy" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "agreed" BOOLEAN,
    "endedBy" UUID,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Hold_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Erasure_itemId_idx" ON "Erasure"("itemId");

-- CreateIndex
CREATE INDEX "Erasure_accountId_idx" ON "Erasure"("accountId");

-- CreateIndex
CREATE INDEX "Erasure_incidentId_idx" ON "Erasure"("incidentId");

-- CreateIndex
CREATE INDEX "Erasure_dueAt_idx" ON "Erasure"("dueAt");

-- CreateIndex
CREATE INDEX "Hold_itemId_idx" ON "Hold"("itemId");

-- AddForeignKey
ALTER TABLE "Erasure" ADD CONSTRAINT "Erasure_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Erasure" ADD CONSTRAINT "Erasure_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "EvidenceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Erasure" ADD CONSTRAINT "Erasure_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Hold" ADD CONSTRAINT "Hold_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "EvidenceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What the service may do with them.
GRANT SELECT, INSERT, UPDATE ON "Erasure", "Hold" TO vouchsafe_runtime;

-- What is erased with an item.
GRANT DELETE ON "Derivative", "Redaction", "Opening", "Hold" TO vouchsafe_runtime;

-- An entry's content goes with what it is about, and only then: the entry itself stays, and a later one says which content went.
CREATE FUNCTION refuse_change_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  about text := convert_from(OLD."body", 'UTF8')::jsonb ->> 'account';
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT FROM "Erasure"
    WHERE "doneAt" IS NOT NULL AND ("itemId" = OLD."item" OR (OLD."kind" LIKE 'account.%' AND "accountId"::text = about))
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
DROP TRIGGER insert_only ON "CustodyEvent";
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON "CustodyEvent" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_erasing();
GRANT DELETE ON "CustodyEvent" TO vouchsafe_runtime;

-- What is deleted stays in a table's file until the table is written anew, and in the log of changes until its segment goes.
-- The service may do both where the server and its owner can permit it (server/erasures/jobs.ts); elsewhere the operator does.
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON "EvidenceItem", "Derivative", "Region", "Redaction", "Opening", "Hold", "Erasure", "Account", "Mention",
      "Disclosure", "DisclosureItem", "CustodyEvent" TO vouchsafe_runtime';
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      GRANT EXECUTE ON FUNCTION pg_switch_wal() TO vouchsafe_runtime;
      IF NOT pg_has_role('vouchsafe_runtime', 'pg_checkpoint', 'MEMBER') THEN
        GRANT pg_checkpoint TO vouchsafe_runtime;
      END IF;
    END IF;
  END IF;
-- The role belongs to the whole server, so another database's migration may be at it at this very moment.
EXCEPTION WHEN unique_violation OR internal_error THEN
  NULL;
END
$$;
