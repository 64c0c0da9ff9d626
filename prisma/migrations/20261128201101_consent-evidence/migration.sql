-- CreateTable
CREATE TABLE "ConsentEvidence" (
    "itemId" UUID NOT NULL,
    "recordId" UUID NOT NULL,

    CONSTRAINT "ConsentEvidence_pkey" PRIMARY KEY ("itemId","recordId")
);

-- CreateIndex
CREATE INDEX "ConsentEvidence_recordId_idx" ON "ConsentEvidence"("recordId");

-- AddForeignKey
ALTER TABLE "ConsentEvidence" ADD CONSTRAINT "ConsentEvidence_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "EvidenceItem"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConsentEvidence" ADD CONSTRAINT "ConsentEvidence_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "ConsentRecord"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Only ever added to.
GRANT SELECT, INSERT ON "ConsentEvidence" TO vouchsafe_runtime;
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON "ConsentEvidence" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER insert_only_whole BEFORE TRUNCATE ON "ConsentEvidence" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
