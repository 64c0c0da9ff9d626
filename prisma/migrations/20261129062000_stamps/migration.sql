-- CreateTable
CREATE TABLE "Stamp" (
    "size" BIGINT NOT NULL,
    "authority" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "policy" TEXT NOT NULL,
    "token" BYTEA NOT NULL,
    "chain" TEXT NOT NULL,

    CONSTRAINT "Stamp_pkey" PRIMARY KEY ("authority","size")
);

-- CreateTable
CREATE TABLE "StampFault" (
    "authority" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "fault" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StampFault_pkey" PRIMARY KEY ("authority")
);

ALTER TABLE "StampFault" ADD CONSTRAINT "StampFault_fault" CHECK ("fault" IN (
  'too-large', 'malformed', 'refused', 'another-request', 'another-digest', 'weak', 'forged', 'another-signer', 'not-for-time', 'unknown-root',
  'not-valid-then', 'another-time', 'unreachable', 'turned-away', 'no-roots'
));

-- What an authority said stays said.
GRANT SELECT, INSERT ON "Stamp" TO vouchsafe_runtime;
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON "Stamp" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON "Stamp" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE, DELETE ON "StampFault" TO vouchsafe_runtime;
