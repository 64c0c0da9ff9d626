-- AlterTable
ALTER TABLE "Disclosure" ADD COLUMN     "leftOut" JSONB;

-- What a disclosure was made of is said when it is proposed: nobody calls a choice the whole afterwards, or the whole less than it was.
CREATE FUNCTION keep_left_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."leftOut" IS DISTINCT FROM OLD."leftOut" THEN
    RAISE EXCEPTION 'what a disclosure left out does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER keep_left_out BEFORE UPDATE ON "Disclosure" FOR EACH ROW EXECUTE FUNCTION keep_left_out();
