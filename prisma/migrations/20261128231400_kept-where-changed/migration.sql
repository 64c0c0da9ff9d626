-- The rules stay as they are, and are called only where they have something to say: a withdrawal may close ten thousand rows at once.
DROP TRIGGER keep_proposer ON "Disclosure";
CREATE TRIGGER keep_proposer BEFORE UPDATE ON "Disclosure" FOR EACH ROW
  WHEN (NEW."proposedBy" IS DISTINCT FROM OLD."proposedBy") EXECUTE FUNCTION keep_proposer();
DROP TRIGGER keep_ground ON "Disclosure";
CREATE TRIGGER keep_ground BEFORE UPDATE ON "Disclosure" FOR EACH ROW
  WHEN (NEW."groundDigest" IS DISTINCT FROM OLD."groundDigest") EXECUTE FUNCTION keep_ground();
