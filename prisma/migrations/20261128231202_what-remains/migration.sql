-- AlterTable
ALTER TABLE "Erasure" ADD COLUMN     "grantorId" UUID,
ADD COLUMN     "report" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Grantor" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3),
ADD COLUMN     "nothingSince" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Incident" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3),
ADD COLUMN     "nothingSince" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "Erasure_grantorId_idx" ON "Erasure"("grantorId");

-- AddForeignKey
ALTER TABLE "Erasure" ADD CONSTRAINT "Erasure_grantorId_fkey" FOREIGN KEY ("grantorId") REFERENCES "Grantor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- An erasing is of one thing.
ALTER TABLE "Erasure" ADD CONSTRAINT "Erasure_of_one_thing"
  CHECK (num_nonnulls("itemId", "accountId", "grantorId") + "report"::int = 1);

-- Of a person the clock notes since when nothing is left, and forgets in the end who they were among the members.
GRANT UPDATE ("nothingSince", "erasedAt", "memberId") ON "Grantor" TO vouchsafe_runtime;

-- What somebody said goes when an erasing of it is done, and only then.
CREATE FUNCTION refuse_change_but_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  whose uuid;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF TG_TABLE_NAME = 'ConsentRecord' THEN
      whose := OLD."grantorId";
    ELSE
      SELECT "grantorId" INTO whose FROM "ConsentRecord" WHERE "id" = OLD."recordId";
    END IF;
    IF EXISTS (SELECT FROM "Erasure" WHERE "grantorId" = whose AND "doneAt" IS NOT NULL) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ConsentRecord', 'ConsentItem', 'ConsentAccount', 'ConsentEvidence'] LOOP
    EXECUTE format('DROP TRIGGER insert_only ON %I', name);
    EXECUTE format('CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change_but_forgetting()', name);
  END LOOP;
END
$$;
GRANT DELETE ON "ConsentRecord", "ConsentItem", "ConsentAccount", "ConsentEvidence", "ConsentNote", "Receipt", "Request" TO vouchsafe_runtime;

DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON "Incident", "Grantor", "Tie", "ConsentRecord", "ConsentNote", "ConsentEvidence", "ConsentItem", "ConsentAccount",
      "Receipt", "Request" TO vouchsafe_runtime';
  END IF;
END
$$;
