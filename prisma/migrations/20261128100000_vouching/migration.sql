-- AlterTable
ALTER TABLE "Invite" ADD COLUMN     "introduced" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "founder" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "vettedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Founding" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "startedAt" TIMESTAMPTZ(3),
    "founders" INTEGER NOT NULL DEFAULT 0,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Founding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Trust" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 0,
    "sealed" BYTEA,

    CONSTRAINT "Trust_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VouchSentence" (
    "id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "VouchSentence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CoursePass" (
    "memberId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CoursePass_pkey" PRIMARY KEY ("memberId","version")
);

-- AddForeignKey
ALTER TABLE "CoursePass" ADD CONSTRAINT "CoursePass_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Whoever is in already was let in by a steward, as founders are. An instance that has members is being founded from now on.
UPDATE "Member" SET "vettedAt" = "createdAt", "founder" = true;
INSERT INTO "Founding" ("id", "startedAt", "founders")
  SELECT 1, CASE WHEN count(*) > 0 THEN now() END, count(*) FROM "Member";
INSERT INTO "Trust" ("id") VALUES (1);

GRANT SELECT, UPDATE ON "Founding", "Trust" TO vouchsafe_runtime;
GRANT SELECT, INSERT ON "VouchSentence", "CoursePass" TO vouchsafe_runtime;

CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON "CoursePass" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON "CoursePass" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is over stays over.
CREATE FUNCTION refuse_founding_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."endedAt" IS NOT NULL THEN
    RAISE EXCEPTION 'a founding that has ended does not come back' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER founded_once BEFORE UPDATE OR DELETE ON "Founding" FOR EACH ROW EXECUTE FUNCTION refuse_founding_anew();
