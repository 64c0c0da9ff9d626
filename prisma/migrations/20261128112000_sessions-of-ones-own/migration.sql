-- What a session's holder calls it, sealed; with what it was begun; and until when they have been told of others.
ALTER TABLE "Session" ADD COLUMN     "means" TEXT NOT NULL DEFAULT 'code',
ADD COLUMN     "nameSealed" BYTEA,
ADD COLUMN     "toldUntil" TIMESTAMPTZ(3);
