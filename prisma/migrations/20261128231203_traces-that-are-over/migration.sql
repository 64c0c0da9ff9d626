-- Traces of work done, once they were kept long enough.
GRANT DELETE ON "Notice", "Visit", "Disclosure", "DisclosureItem", "DisclosureAccount", "Recipient", "Recovery" TO vouchsafe_runtime;

-- Nothing that may still be opened, or is being decided on, is forgotten.
CREATE FUNCTION keep_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a disclosure that is open is not forgotten' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER keep_open BEFORE DELETE ON "Disclosure" FOR EACH ROW
  WHEN (OLD."state" IN ('approved', 'released')) EXECUTE FUNCTION keep_open();

DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON "Notice", "Visit", "DisclosureAccount", "Recipient", "Recovery", "Session" TO vouchsafe_runtime';
  END IF;
END
$$;
