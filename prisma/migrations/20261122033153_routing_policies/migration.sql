-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "class_key" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "room" "channel"[] NOT NULL DEFAULT ARRAY[]::"channel"[];

-- AlterTable
ALTER TABLE "policies" ADD COLUMN     "bars" JSONB,
ADD COLUMN     "lines" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "note" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "queue_promises" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "queues" ADD COLUMN     "calendar_id" UUID,
ADD COLUMN     "overflow" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "preferred_share" DOUBLE PRECISION DEFAULT 0,
ADD COLUMN     "preferred_unskilled" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "relaxation" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "working_time" "channel"[] NOT NULL DEFAULT ARRAY[]::"channel"[];

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "held_until" TIMESTAMPTZ(3),
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'contact',
ADD COLUMN     "preferred_agent_id" UUID;

-- CreateTable
CREATE TABLE "calendars" (
    "id" UUID NOT NULL,
    "label" JSONB NOT NULL,
    "time_zone" TEXT NOT NULL,
    "hours" JSONB NOT NULL,
    "holidays" JSONB,
    "overrides" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "calendars_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wait_estimates" (
    "id" BIGSERIAL NOT NULL,
    "task_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "position" INTEGER NOT NULL,
    "p50" INTEGER NOT NULL,
    "p90" INTEGER NOT NULL,
    "actual" INTEGER,

    CONSTRAINT "wait_estimates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "callbacks" (
    "task_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_attempt_at" TIMESTAMPTZ(3),

    CONSTRAINT "callbacks_pkey" PRIMARY KEY ("task_id")
);

-- CreateTable
CREATE TABLE "rehearsals" (
    "id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "request" JSONB NOT NULL,
    "arrivals" TEXT,
    "state" TEXT NOT NULL,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "result" JSONB,
    "error" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "rehearsals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "wait_estimates_task_id_idx" ON "wait_estimates"("task_id");

-- CreateIndex
CREATE INDEX "wait_estimates_at_idx" ON "wait_estimates"("at");

-- CreateIndex
CREATE INDEX "rehearsals_created_at_idx" ON "rehearsals"("created_at" DESC);

-- AddForeignKey
ALTER TABLE "queues" ADD CONSTRAINT "queues_calendar_id_fkey" FOREIGN KEY ("calendar_id") REFERENCES "calendars"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot model -----------------------------------------------------------------------------------------

-- Tasks that only their preferred agent is asked for stand beside their class.
DROP INDEX "tasks_waiting_by_class";
CREATE INDEX "tasks_waiting_by_class" ON "tasks"("class_key", "needed_at", "id") WHERE "state" = 'pending' AND "cooling_until" IS NULL AND "held_until" IS NULL;
CREATE INDEX "tasks_held_for" ON "tasks"("preferred_agent_id") WHERE "state" = 'pending' AND "held_until" IS NOT NULL;
-- The longest idle agent of each class is one index probe, however many serve.
CREATE INDEX "agents_free_by_class" ON "agents"("class_key", "idle_since", "id") WHERE "status" = 'available' AND "room" <> '{}';
CREATE INDEX "wait_estimates_open" ON "wait_estimates"("task_id") WHERE "actual" IS NULL;

ALTER TABLE "queues" ADD CONSTRAINT "queues_preferred_share" CHECK ("preferred_share" >= 0);
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_kind" CHECK ("kind" IN ('contact', 'callback'));
ALTER TABLE "rehearsals" ADD CONSTRAINT "rehearsals_state" CHECK ("state" IN ('queued', 'running', 'done', 'failed', 'canceled'));
