-- AlterTable
ALTER TABLE "tickets" ADD COLUMN     "clock_at" TIMESTAMPTZ(3),
ADD COLUMN     "clocks" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "due_kind" TEXT;

-- CreateTable
CREATE TABLE "service_targets" (
    "version" SERIAL NOT NULL,
    "rules" JSONB NOT NULL,
    "warn_share" DOUBLE PRECISION NOT NULL,
    "paused_by" TEXT[],
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,

    CONSTRAINT "service_targets_pkey" PRIMARY KEY ("version")
);

-- What Prisma cannot model -----------------------------------------------------------------------------------------

CREATE INDEX "tickets_clock_at" ON "tickets" ("clock_at") WHERE "clock_at" IS NOT NULL;
CREATE INDEX "tickets_due_at" ON "tickets" ("due_at", "id") WHERE "due_at" IS NOT NULL;
