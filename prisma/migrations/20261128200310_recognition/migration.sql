-- Who comes back shows the codes of two who said that it is them, and a member who is here stops what they did not ask for.
ALTER TABLE "Recovery" ADD COLUMN "linkedBy" UUID,
ADD COLUMN "stoppedAt" TIMESTAMPTZ(3);

-- What is under way has no codes: it is asked for anew.
UPDATE "Recovery" SET "expiresAt" = LEAST("expiresAt", now()), "linkUntil" = LEAST("linkUntil", now()) WHERE "usedAt" IS NULL;
