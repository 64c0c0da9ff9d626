-- CreateTable
CREATE TABLE "PseudonymKey" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "PseudonymKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pseudonym" (
    "id" UUID NOT NULL,
    "memberTag" BYTEA NOT NULL,
    "nameTag" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "Pseudonym_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Pseudonym_memberTag_key" ON "Pseudonym"("memberTag");

-- CreateIndex
CREATE UNIQUE INDEX "Pseudonym_nameTag_key" ON "Pseudonym"("nameTag");

ALTER TABLE "PseudonymKey" ADD CONSTRAINT "PseudonymKey_one" CHECK ("id" = 1);

-- Made once each, for entries from here on. Earlier ones name members, and stay as they were committed to.
GRANT SELECT, INSERT ON "PseudonymKey", "Pseudonym" TO vouchsafe_runtime;
