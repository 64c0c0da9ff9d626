-- When whoever holds a session last showed who they are: signing in does.
ALTER TABLE "Session" ADD COLUMN "provenAt" TIMESTAMPTZ(3);
UPDATE "Session" SET "provenAt" = "createdAt";
ALTER TABLE "Session" ALTER COLUMN "provenAt" SET NOT NULL;
