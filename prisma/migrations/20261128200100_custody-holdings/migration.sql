-- CreateTable
CREATE TABLE "CustodyHolding" (
    "custodyKeyId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CustodyHolding_pkey" PRIMARY KEY ("custodyKeyId","memberId")
);

-- CreateIndex
CREATE INDEX "CustodyHolding_memberId_idx" ON "CustodyHolding"("memberId");

-- AddForeignKey
ALTER TABLE "CustodyHolding" ADD CONSTRAINT "CustodyHolding_custodyKeyId_fkey" FOREIGN KEY ("custodyKeyId") REFERENCES "CustodyKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustodyHolding" ADD CONSTRAINT "CustodyHolding_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Whoever was let in before this was kept.
INSERT INTO "CustodyHolding" ("custodyKeyId", "memberId", "since")
SELECT g."custodyKeyId", k."memberId", min(g."grantedAt")
FROM "CustodyGrant" g JOIN "ReviewerKey" k ON k."id" = g."reviewerKeyId"
GROUP BY 1, 2;

GRANT SELECT, INSERT ON "CustodyHolding" TO vouchsafe_runtime;
