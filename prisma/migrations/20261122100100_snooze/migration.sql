-- CreateTable
CREATE TABLE "snoozes" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "task_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_why" TEXT,

    CONSTRAINT "snoozes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminders" (
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_why" TEXT,

    CONSTRAINT "reminders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "read_marks" (
    "agent_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "read_marks_pkey" PRIMARY KEY ("agent_id","conversation_id")
);

-- CreateIndex
CREATE INDEX "snoozes_ticket_id_idx" ON "snoozes"("ticket_id");

-- CreateIndex
CREATE INDEX "reminders_ticket_id_idx" ON "reminders"("ticket_id");

-- CreateIndex
CREATE INDEX "read_marks_conversation_id_idx" ON "read_marks"("conversation_id");

-- What Prisma cannot say: one standing snooze a ticket; what stands for an agent.
CREATE UNIQUE INDEX "snoozes_one_standing" ON "snoozes"("ticket_id") WHERE "ended_at" IS NULL;
CREATE INDEX "reminders_standing" ON "reminders"("agent_id", "at") WHERE "ended_at" IS NULL;
