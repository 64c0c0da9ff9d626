-- CreateTable
CREATE TABLE "CommentAside" (
    "commentId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CommentAside_pkey" PRIMARY KEY ("commentId")
);

-- AddForeignKey
ALTER TABLE "CommentAside" ADD CONSTRAINT "CommentAside_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Said once. It goes with its comment, and in no other way.
GRANT SELECT, INSERT ON "CommentAside" TO vouchsafe_runtime;

DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON "CommentAside" TO vouchsafe_runtime';
  END IF;
END
$$;
