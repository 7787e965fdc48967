-- CreateTable
CREATE TABLE "handovers" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "way" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "from_agent_id" UUID NOT NULL,
    "to_agent_id" UUID NOT NULL,
    "queue_id" UUID,
    "asked_ids" UUID[] NOT NULL,
    "note_id" UUID,
    "customer_in" BOOLEAN NOT NULL DEFAULT false,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "handovers_pkey" PRIMARY KEY ("id")
);

-- A task is handed over to one colleague at a time, and nobody is asked for two at once.
CREATE UNIQUE INDEX "handovers_one_open" ON "handovers"("task_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "handovers_one_asked" ON "handovers"("to_agent_id") WHERE "ended_at" IS NULL;
CREATE INDEX "handovers_from" ON "handovers"("from_agent_id") WHERE "ended_at" IS NULL;
CREATE INDEX "handovers_task_id_idx" ON "handovers"("task_id");
