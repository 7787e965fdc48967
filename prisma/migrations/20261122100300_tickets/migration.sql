-- AlterTable
ALTER TABLE "tickets" ADD COLUMN     "category_id" UUID,
ADD COLUMN     "fields" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "root_cause_id" UUID,
ADD COLUMN     "root_cause_note" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "ticket_taxonomies" (
    "version" SERIAL NOT NULL,
    "taxonomy" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,

    CONSTRAINT "ticket_taxonomies_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "ticket_fields" (
    "key" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "type" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '[]',
    "rules" JSONB NOT NULL DEFAULT '{}',
    "read_role" "role" NOT NULL DEFAULT 'agent',
    "write_role" "role" NOT NULL DEFAULT 'agent',
    "kinds" "ticket_kind"[] DEFAULT ARRAY[]::"ticket_kind"[],
    "rank" INTEGER NOT NULL DEFAULT 0,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_fields_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ticket_views" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "sort" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "shared_at" TIMESTAMPTZ(3),
    "rank" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_views_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_columns" (
    "agent_id" UUID NOT NULL,
    "columns" TEXT[],

    CONSTRAINT "ticket_columns_pkey" PRIMARY KEY ("agent_id")
);

-- CreateTable
CREATE TABLE "checklist_items" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "label" JSONB NOT NULL,
    "category_id" UUID,
    "added_by_id" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,

    CONSTRAINT "checklist_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_runs" (
    "id" UUID NOT NULL,
    "act" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_items" (
    "run_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "ticket_id" UUID NOT NULL,
    "outcome" TEXT,
    "error_code" TEXT,
    "before" JSONB,

    CONSTRAINT "bulk_items_pkey" PRIMARY KEY ("run_id","position")
);

-- CreateIndex
CREATE INDEX "ticket_views_owner_id_idx" ON "ticket_views"("owner_id");

-- CreateIndex
CREATE INDEX "checklist_items_ticket_id_rank_idx" ON "checklist_items"("ticket_id", "rank");

-- CreateIndex
CREATE INDEX "bulk_runs_created_by_id_created_at_idx" ON "bulk_runs"("created_by_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "checklist_items" ADD CONSTRAINT "checklist_items_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_items" ADD CONSTRAINT "bulk_items_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "bulk_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every list reads ordered streams, one a status and queue (or assignee, or category): see server/tickets/list.
DROP INDEX "tickets_status_updated_at_id_idx";
DROP INDEX "tickets_queue_id_updated_at_id_idx";
CREATE INDEX "tickets_status_updated_at_id_idx" ON "tickets"("status", "updated_at", "id");
CREATE INDEX "tickets_queue_id_status_updated_at_id_idx" ON "tickets"("queue_id", "status", "updated_at", "id");
CREATE INDEX "tickets_assignee_id_status_updated_at_id_idx" ON "tickets"("assignee_id", "status", "updated_at", "id");

-- The trail of a ticket is read newest first.
DROP INDEX "events_ticket_id_idx";
CREATE INDEX "events_ticket_id_id_idx" ON "events"("ticket_id", "id" DESC);

-- CreateIndex
CREATE INDEX "tickets_fields" ON "tickets" USING GIN ("fields" jsonb_path_ops);

-- What Prisma cannot model -----------------------------------------------------------------------------------------

CREATE INDEX "tickets_category" ON "tickets" ("category_id", "status", "updated_at", "id") WHERE "category_id" IS NOT NULL;
CREATE INDEX "tickets_queue_due" ON "tickets" ("queue_id", "due_at", "id") WHERE "due_at" IS NOT NULL;
CREATE INDEX "tickets_assignee_due" ON "tickets" ("assignee_id", "due_at", "id") WHERE "due_at" IS NOT NULL;
