-- SHA-256 of the half of a ticket that a session's browser alone has. A session from before has none and opens nothing.
ALTER TABLE "Session" ADD COLUMN "secretDigest" BYTEA;
