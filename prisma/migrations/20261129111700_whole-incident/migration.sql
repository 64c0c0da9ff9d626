-- AlterTable
ALTER TABLE "Disclosure" ADD COLUMN     "leftOut" JSONB;

-- What a disclosure was made of is said when it is proposed: nobody calls a choice the whole afterwards, or the whole less than it was.
-- Called only where it has something to say, as the other two are: a withdrawal may close ten thousand rows at once.
CREATE FUNCTION keep_left_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what a disclosure left out does not change' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER keep_left_out BEFORE UPDATE ON "Disclosure" FOR EACH ROW
  WHEN (NEW."leftOut" IS DISTINCT FROM OLD."leftOut") EXECUTE FUNCTION keep_left_out();
