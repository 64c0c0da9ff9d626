-- Since when a member is gone by their own act. They are out as whoever is suspended; what they said of others stands.
ALTER TABLE "Member" ADD COLUMN "leftAt" TIMESTAMPTZ(3);
