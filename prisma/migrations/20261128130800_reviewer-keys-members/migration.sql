-- AddForeignKey
ALTER TABLE "ReviewerKey" ADD CONSTRAINT "ReviewerKey_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
