-- AlterTable
ALTER TABLE "Disclosure" ADD COLUMN     "conditions" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "openingsMost" INTEGER,
ADD COLUMN     "secretHash" TEXT,
ADD COLUMN     "secretTries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "secretWanted" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Visit" (
    "id" UUID NOT NULL,
    "disclosureId" UUID NOT NULL,
    "passDigest" BYTEA NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Visit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Visit_passDigest_key" ON "Visit"("passDigest");

-- CreateIndex
CREATE INDEX "Visit_disclosureId_idx" ON "Visit"("disclosureId");

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_disclosureId_fkey" FOREIGN KEY ("disclosureId") REFERENCES "Disclosure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT, INSERT ON "Visit" TO vouchsafe_runtime;

-- Nobody decides what they proposed, and nothing is on its way out that nobody decided: whatever the service says.
ALTER TABLE "Disclosure"
  ADD CONSTRAINT "Disclosure_two_people" CHECK ("decidedBy" IS NULL OR "decidedBy" <> "proposedBy"),
  ADD CONSTRAINT "Disclosure_somebody_decided" CHECK ("state" NOT IN ('approved', 'released') OR "decidedBy" IS NOT NULL);

-- Who proposed it does not change, or the rule above could be walked around.
CREATE FUNCTION keep_proposer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."proposedBy" IS DISTINCT FROM OLD."proposedBy" THEN
    RAISE EXCEPTION 'who proposed a disclosure does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER keep_proposer BEFORE UPDATE ON "Disclosure" FOR EACH ROW EXECUTE FUNCTION keep_proposer();
