-- AlterTable
ALTER TABLE "Incident" ADD COLUMN     "assignedTo" UUID;

-- CreateTable
CREATE TABLE "Comment" (
    "id" UUID NOT NULL,
    "incidentId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "byReviewer" BOOLEAN NOT NULL,
    "audience" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentMention" (
    "commentId" UUID NOT NULL,
    "memberId" UUID NOT NULL,

    CONSTRAINT "CommentMention_pkey" PRIMARY KEY ("commentId","memberId")
);

-- CreateTable
-- What is true for less than a minute is worth no line in the log of changes, and stands in none.
CREATE UNLOGGED TABLE "Presence" (
    "incidentId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "writing" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Presence_pkey" PRIMARY KEY ("incidentId","memberId")
);

-- CreateIndex
CREATE INDEX "Comment_incidentId_createdAt_idx" ON "Comment"("incidentId", "createdAt");

-- CreateIndex
CREATE INDEX "CommentMention_memberId_idx" ON "CommentMention"("memberId");

-- CreateIndex
CREATE INDEX "Presence_at_idx" ON "Presence"("at");

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentMention" ADD CONSTRAINT "CommentMention_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Presence" ADD CONSTRAINT "Presence_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Comment" ADD CONSTRAINT "Comment_audience" CHECK ("audience" IN ('reviewers', 'team'));
-- What documenters write, they can read again.
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_readable" CHECK ("byReviewer" OR "audience" = 'team');

-- A comment is written once, and taken away; nobody changes it.
GRANT SELECT, INSERT, DELETE ON "Comment", "CommentMention" TO vouchsafe_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Presence" TO vouchsafe_runtime;

CREATE TRIGGER nothing_new BEFORE INSERT ON "Comment" FOR EACH ROW EXECUTE FUNCTION refuse_new_of_gone();

DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON "Comment", "CommentMention" TO vouchsafe_runtime';
  END IF;
END
$$;
