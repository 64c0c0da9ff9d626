-- CreateTable
CREATE TABLE "ConnectionKey" (
    "id" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "ConnectionKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Feature" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "Feature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FeatureVariant" (
    "featureId" UUID NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "FeatureVariant_pkey" PRIMARY KEY ("featureId","digest")
);

-- CreateTable
CREATE TABLE "IncidentFeature" (
    "incidentId" UUID NOT NULL,
    "featureId" UUID NOT NULL,

    CONSTRAINT "IncidentFeature_pkey" PRIMARY KEY ("incidentId","featureId")
);

-- CreateTable
CREATE TABLE "Connection" (
    "id" UUID NOT NULL,
    "oneId" UUID NOT NULL,
    "otherId" UUID NOT NULL,
    "confirmed" BOOLEAN NOT NULL,
    "decidedBy" UUID NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SharedFeature" (
    "connectionId" UUID NOT NULL,
    "oneFeatureId" UUID NOT NULL,
    "otherFeatureId" UUID NOT NULL,

    CONSTRAINT "SharedFeature_pkey" PRIMARY KEY ("connectionId","oneFeatureId","otherFeatureId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Feature_digest_key" ON "Feature"("digest");

-- CreateIndex
CREATE INDEX "FeatureVariant_digest_idx" ON "FeatureVariant"("digest");

-- CreateIndex
CREATE INDEX "IncidentFeature_featureId_idx" ON "IncidentFeature"("featureId");

-- CreateIndex
CREATE INDEX "Connection_otherId_idx" ON "Connection"("otherId");

-- CreateIndex
CREATE UNIQUE INDEX "Connection_oneId_otherId_key" ON "Connection"("oneId", "otherId");

-- CreateIndex
CREATE INDEX "SharedFeature_oneFeatureId_idx" ON "SharedFeature"("oneFeatureId");

-- CreateIndex
CREATE INDEX "SharedFeature_otherFeatureId_idx" ON "SharedFeature"("otherFeatureId");

-- AddForeignKey
ALTER TABLE "FeatureVariant" ADD CONSTRAINT "FeatureVariant_featureId_fkey" FOREIGN KEY ("featureId") REFERENCES "Feature"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IncidentFeature" ADD CONSTRAINT "IncidentFeature_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IncidentFeature" ADD CONSTRAINT "IncidentFeature_featureId_fkey" FOREIGN KEY ("featureId") REFERENCES "Feature"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_oneId_fkey" FOREIGN KEY ("oneId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_otherId_fkey" FOREIGN KEY ("otherId") REFERENCES "Incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SharedFeature" ADD CONSTRAINT "SharedFeature_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "Connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SharedFeature" ADD CONSTRAINT "SharedFeature_oneFeatureId_fkey" FOREIGN KEY ("oneFeatureId") REFERENCES "Feature"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SharedFeature" ADD CONSTRAINT "SharedFeature_otherFeatureId_fkey" FOREIGN KEY ("otherFeatureId") REFERENCES "Feature"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Feature" ADD CONSTRAINT "Feature_kind" CHECK ("kind" IN ('unit', 'plate', 'number', 'place'));
ALTER TABLE "ConnectionKey" ADD CONSTRAINT "ConnectionKey_one" CHECK ("id" = 1);
-- Each pair once, whichever of the two somebody looked at.
ALTER TABLE "Connection" ADD CONSTRAINT "Connection_order" CHECK ("oneId" < "otherId");

-- What follows from incidents goes with them.
GRANT SELECT, INSERT, DELETE ON "FeatureVariant", "IncidentFeature", "Connection", "SharedFeature" TO vouchsafe_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Feature" TO vouchsafe_runtime;
-- Whoever changes what incidents share locks the key's row; that needs the right to change it.
GRANT SELECT, INSERT, UPDATE ON "ConnectionKey" TO vouchsafe_runtime;

-- They are written anew after an erasing (server/erasures/jobs.ts).
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON "Feature", "FeatureVariant", "IncidentFeature", "Connection", "SharedFeature" TO vouchsafe_runtime';
  END IF;
END
$$;
