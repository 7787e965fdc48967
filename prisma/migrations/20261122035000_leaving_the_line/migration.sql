-- AlterTable
ALTER TABLE "callbacks" ADD COLUMN     "call_id" TEXT NOT NULL,
ADD COLUMN     "dialling_since" TIMESTAMPTZ(3),
ADD COLUMN     "leg_id" TEXT;

-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "choice" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "callbacks_call_id_key" ON "callbacks"("call_id");

-- CreateIndex
CREATE INDEX "callbacks_number_idx" ON "callbacks"("number");

-- What Prisma cannot model -----------------------------------------------------------------------------------------

ALTER TABLE "calls" ADD CONSTRAINT "calls_choice" CHECK ("choice" IN ('callback', 'voicemail', 'chat_link'));
