-- The service connects as a role that owns nothing. The role belongs to the whole server, so another database's
-- migration may be making it at this very moment.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vouchsafe_runtime') THEN
    CREATE ROLE vouchsafe_runtime LOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;

-- Lets the owner act as it where only one connection string is given. A superuser may already.
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT vouchsafe_runtime TO %I', current_user);
  END IF;
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO vouchsafe_runtime;

-- What may be read and added to, and changed.
GRANT SELECT, INSERT, UPDATE ON
  "Team", "Member", "Session", "Invite", "Guess",
  "Incident", "ReferenceCounter", "Account", "EvidenceItem", "Derivative", "Redaction",
  "Recipient", "Disclosure", "DisclosureItem", "DisclosureAccount", "WorkerBeat"
TO vouchsafe_runtime;

-- What may also be taken away: present state whose history is in the ledger.
GRANT SELECT, INSERT, UPDATE, DELETE ON "Place", "Region", "Mention" TO vouchsafe_runtime;
GRANT DELETE ON "Guess" TO vouchsafe_runtime;

-- The head of the ledger moves on; there is one.
INSERT INTO "LedgerHead" ("id", "size", "frontier") VALUES (1, 0, ''::bytea);
GRANT SELECT, UPDATE ON "LedgerHead" TO vouchsafe_runtime;

-- What is only ever added to, by privilege and by trigger.
GRANT SELECT, INSERT ON
  "CustodyKey", "Grantor",
  "LedgerEntry", "CustodyEvent", "LedgerCheckpoint", "ConsentRecord", "ConsentItem", "ConsentAccount"
TO vouchsafe_runtime;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['LedgerEntry', 'CustodyEvent', 'LedgerCheckpoint', 'ConsentRecord', 'ConsentItem', 'ConsentAccount'] LOOP
    EXECUTE format('CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END
$$;
