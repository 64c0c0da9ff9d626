-- CreateTable
CREATE TABLE "Setting" (
    "name" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Motion" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "value" INTEGER,
    "was" INTEGER,
    "memberId" UUID,
    "reasonSealed" BYTEA NOT NULL,
    "proposedBy" UUID NOT NULL,
    "proposedAt" TIMESTAMPTZ(3) NOT NULL,
    "agreedBy" UUID,
    "agreedAt" TIMESTAMPTZ(3),
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "Motion_pkey" PRIMARY KEY ("id")
);


GRANT SELECT, INSERT, UPDATE ON "Setting", "Motion" TO vouchsafe_runtime;

-- Stewards move people, never content: an incident belongs to the team in which it was reported.
CREATE FUNCTION refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an incident stays with its team' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER stays_with_its_team BEFORE UPDATE OF "teamId" ON "Incident"
  FOR EACH ROW WHEN (OLD."teamId" IS DISTINCT FROM NEW."teamId") EXECUTE FUNCTION refuse_moving();
