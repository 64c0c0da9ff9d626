-- AlterTable
ALTER TABLE "Disclosure" ADD COLUMN     "groundDigest" TEXT,
ADD COLUMN     "groundSealed" BYTEA;

ALTER TABLE "Disclosure"
  ADD CONSTRAINT "Disclosure_ground_and_digest" CHECK (("groundSealed" IS NULL) = ("groundDigest" IS NULL));

-- Why officers' faces are shown is said when a disclosure is proposed, and never afterwards: whoever decides has read it. It may be
-- sealed anew, to another key holder.
CREATE FUNCTION keep_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."groundDigest" IS DISTINCT FROM OLD."groundDigest" THEN
    RAISE EXCEPTION 'the legal ground of a disclosure does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER keep_ground BEFORE UPDATE ON "Disclosure" FOR EACH ROW EXECUTE FUNCTION keep_ground();
