-- The incident that an entry names, as its body says.
ALTER TABLE "CustodyEvent" ADD COLUMN     "incident" UUID;
ALTER TABLE "CustodyEvent" DISABLE TRIGGER insert_only_but_placing;
UPDATE "CustodyEvent" SET "incident" = (said ->> 'incident')::uuid
FROM (SELECT "id" AS of, convert_from("body", 'UTF8')::jsonb AS said FROM "CustodyEvent") body
WHERE "id" = of AND said ? 'incident';
ALTER TABLE "CustodyEvent" ENABLE TRIGGER insert_only_but_placing;

-- CreateIndex
CREATE INDEX "CustodyEvent_incident_idx" ON "CustodyEvent"("incident");

-- A place is given once, and nothing else of a row ever changes.
CREATE OR REPLACE FUNCTION refuse_change_but_placing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."index" IS NULL AND NEW."index" IS NOT NULL
    AND (NEW."id", NEW."kind", NEW."at", NEW."by", NEW."salt", NEW."body", NEW."item", NEW."about", NEW."incident")
      IS NOT DISTINCT FROM (OLD."id", OLD."kind", OLD."at", OLD."by", OLD."salt", OLD."body", OLD."item", OLD."about", OLD."incident")
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
