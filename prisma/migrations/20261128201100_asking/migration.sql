-- AlterTable
ALTER TABLE "ConsentRecord" ADD COLUMN     "checkQuestion" TEXT,
ADD COLUMN     "interpretation" TEXT,
ADD COLUMN     "sheetVersion" INTEGER,
ADD COLUMN     "understood" BOOLEAN;

-- CreateTable
CREATE TABLE "ConsentNote" (
    "id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "ConsentNote_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "ConsentNote" ADD CONSTRAINT "ConsentNote_id_fkey" FOREIGN KEY ("id") REFERENCES "ConsentRecord"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Changed only when its key goes to another holder.
GRANT SELECT, INSERT, UPDATE ON "ConsentNote" TO vouchsafe_runtime;
