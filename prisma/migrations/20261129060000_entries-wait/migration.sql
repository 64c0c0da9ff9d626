-- An entry is written down in the transaction of what it records, and given its place afterwards, many at a time.
ALTER TABLE "CustodyEvent" DROP CONSTRAINT "CustodyEvent_pkey";
ALTER TABLE "CustodyEvent" ALTER COLUMN "index" DROP NOT NULL;
ALTER TABLE "CustodyEvent" ADD COLUMN "id" BIGSERIAL NOT NULL;
ALTER TABLE "CustodyEvent" ADD CONSTRAINT "CustodyEvent_pkey" PRIMARY KEY ("id");

-- CreateIndex
CREATE UNIQUE INDEX "CustodyEvent_index_key" ON "CustodyEvent"("index");

-- What waits: next to nothing, however long the ledger is.
CREATE INDEX "CustodyEvent_waiting" ON "CustodyEvent"("id") WHERE "index" IS NULL;

-- The account or the disclosure that an entry is about, as its body says.
ALTER TABLE "CustodyEvent" ADD COLUMN "about" UUID;
ALTER TABLE "CustodyEvent" DISABLE TRIGGER insert_only;
UPDATE "CustodyEvent" SET "about" = coalesce(said ->> 'account', said ->> 'disclosure')::uuid
FROM (SELECT "id" AS of, convert_from("body", 'UTF8')::jsonb AS said FROM "CustodyEvent") body
WHERE "id" = of AND (said ? 'account' OR said ? 'disclosure');
CREATE INDEX "CustodyEvent_about_idx" ON "CustodyEvent"("about");

-- CreateTable
CREATE TABLE "LedgerNode" (
    "size" BIGINT NOT NULL,
    "height" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "LedgerNode_pkey" PRIMARY KEY ("size", "height")
);

-- The nodes of the ledger so far, height by height (RFC 6962, 2.1); those of height 4 and more are kept.
DO $$
DECLARE
  tall int := 0;
BEGIN
  CREATE TEMPORARY TABLE "level" ON COMMIT DROP AS
    SELECT "index" + 1 AS "size", sha256('\x00'::bytea || "commitment") AS "hash" FROM "LedgerEntry";
  WHILE EXISTS (SELECT FROM "level" OFFSET 1) LOOP
    tall := tall + 1;
    CREATE TEMPORARY TABLE "above" ON COMMIT DROP AS
      SELECT r."size", sha256('\x01'::bytea || l."hash" || r."hash") AS "hash"
        FROM "level" r JOIN "level" l ON l."size" = r."size" - (1::bigint << (tall - 1))
       WHERE r."size" % (1::bigint << tall) = 0;
    IF tall >= 4 THEN
      INSERT INTO "LedgerNode" ("size", "height", "hash") SELECT "size", tall, "hash" FROM "above";
    END IF;
    DROP TABLE "level";
    ALTER TABLE "above" RENAME TO "level";
  END LOOP;
  DROP TABLE "level";
END
$$;

GRANT SELECT, INSERT ON "LedgerNode" TO vouchsafe_runtime;
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON "LedgerNode" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON "LedgerNode" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A place is given once, and nothing else of a row ever changes.
GRANT UPDATE ("index") ON "CustodyEvent" TO vouchsafe_runtime;
GRANT USAGE ON SEQUENCE "CustodyEvent_id_seq" TO vouchsafe_runtime;
CREATE FUNCTION refuse_change_but_placing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."index" IS NULL AND NEW."index" IS NOT NULL
    AND (NEW."id", NEW."kind", NEW."at", NEW."by", NEW."salt", NEW."body", NEW."item", NEW."about")
      IS NOT DISTINCT FROM (OLD."id", OLD."kind", OLD."at", OLD."by", OLD."salt", OLD."body", OLD."item", OLD."about")
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
DROP TRIGGER insert_only ON "CustodyEvent";
CREATE TRIGGER insert_only_but_erasing BEFORE DELETE ON "CustodyEvent" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_erasing();
CREATE TRIGGER insert_only_but_placing BEFORE UPDATE ON "CustodyEvent" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_placing();
