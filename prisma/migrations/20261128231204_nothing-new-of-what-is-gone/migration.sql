-- An incident whose report is erased is shown to nobody: whatever came in for it at that very moment would lie there unseen. Whoever brings
-- it waits for the erasing, and is told that it failed.
CREATE FUNCTION refuse_new_of_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "Incident" WHERE "id" = NEW."incidentId" AND "erasedAt" IS NULL FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the incident is erased' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER nothing_new BEFORE INSERT ON "EvidenceItem" FOR EACH ROW EXECUTE FUNCTION refuse_new_of_gone();
CREATE TRIGGER nothing_new BEFORE INSERT ON "Account" FOR EACH ROW EXECUTE FUNCTION refuse_new_of_gone();
