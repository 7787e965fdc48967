-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "channel" AS ENUM ('voice', 'sms', 'email', 'web_chat');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('agent', 'supervisor', 'admin');

-- CreateEnum
CREATE TYPE "agent_status" AS ENUM ('available', 'away', 'offline', 'not_responding');

-- CreateEnum
CREATE TYPE "contact_point_kind" AS ENUM ('phone', 'email', 'chat_visitor');

-- CreateEnum
CREATE TYPE "evidence" AS ENUM ('verified', 'signed_identity', 'asserted', 'inferred', 'first_contact', 'claimed');

-- CreateEnum
CREATE TYPE "customer_kind" AS ENUM ('person', 'company');

-- CreateEnum
CREATE TYPE "ticket_status" AS ENUM ('new', 'open', 'pending', 'on_hold', 'solved', 'closed');

-- CreateEnum
CREATE TYPE "ticket_kind" AS ENUM ('incident', 'service_request', 'complaint');

-- CreateEnum
CREATE TYPE "entry_kind" AS ENUM ('inbound', 'outbound', 'note', 'call');

-- CreateEnum
CREATE TYPE "message_status" AS ENUM ('queued', 'sent', 'delivered', 'read', 'failed');

-- CreateEnum
CREATE TYPE "call_state" AS ENUM ('waiting', 'connecting', 'connected', 'ended');

-- CreateEnum
CREATE TYPE "task_state" AS ENUM ('pending', 'reserved', 'assigned', 'wrapping', 'completed', 'canceled');

-- CreateEnum
CREATE TYPE "reservation_state" AS ENUM ('pending', 'accepted', 'rejected', 'timed_out', 'canceled');

-- CreateEnum
CREATE TYPE "raw_item_state" AS ENUM ('received', 'done', 'quarantined');

-- CreateTable
CREATE TABLE "agents" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "password_hash" TEXT NOT NULL,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "phone_address" TEXT,
    "status" "agent_status" NOT NULL DEFAULT 'offline',
    "status_reason" TEXT,
    "status_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "idle_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "missed_offers" INTEGER NOT NULL DEFAULT 0,
    "load_version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_skills" (
    "agent_id" UUID NOT NULL,
    "skill" TEXT NOT NULL,
    "level" INTEGER NOT NULL,

    CONSTRAINT "agent_skills_pkey" PRIMARY KEY ("agent_id","skill")
);

-- CreateTable
CREATE TABLE "agent_capacities" (
    "agent_id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "limit" INTEGER NOT NULL,

    CONSTRAINT "agent_capacities_pkey" PRIMARY KEY ("agent_id","channel")
);

-- CreateTable
CREATE TABLE "sessions" (
    "secret_hash" TEXT NOT NULL,
    "agent_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("secret_hash")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hub_nodes" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "worker_ids" TEXT[],

    CONSTRAINT "hub_nodes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presences" (
    "id" TEXT NOT NULL,
    "agent_id" UUID NOT NULL,
    "node_id" UUID,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "presences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tiers" (
    "key" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "label" JSONB NOT NULL,

    CONSTRAINT "tiers_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "queues" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "offer_seconds" INTEGER NOT NULL DEFAULT 20,
    "wrap_up_seconds" INTEGER NOT NULL DEFAULT 60,
    "missed_offers_limit" INTEGER NOT NULL DEFAULT 2,
    "cool_down_seconds" INTEGER NOT NULL DEFAULT 60,

    CONSTRAINT "queues_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue_members" (
    "queue_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,

    CONSTRAINT "queue_members_pkey" PRIMARY KEY ("queue_id","agent_id")
);

-- CreateTable
CREATE TABLE "policies" (
    "version" SERIAL NOT NULL,
    "preset" TEXT NOT NULL,
    "promises" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "inboxes" (
    "id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "address" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "queue_id" UUID NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "skills" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "inboxes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox_cursors" (
    "inbox_id" UUID NOT NULL,
    "uid_validity" BIGINT NOT NULL,
    "last_uid" BIGINT NOT NULL,

    CONSTRAINT "mailbox_cursors_pkey" PRIMARY KEY ("inbox_id")
);

-- CreateTable
CREATE TABLE "raw_items" (
    "id" UUID NOT NULL,
    "inbox_id" UUID,
    "channel" "channel" NOT NULL,
    "external_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "content" BYTEA NOT NULL,
    "state" "raw_item_state" NOT NULL,
    "reason" TEXT,
    "detail" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "raw_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" UUID NOT NULL,
    "kind" "customer_kind" NOT NULL DEFAULT 'person',
    "name" TEXT,
    "language" TEXT,
    "tier" TEXT NOT NULL DEFAULT 'standard',
    "external_id" TEXT,
    "company" TEXT,
    "occupation" TEXT,
    "city" TEXT,
    "birthday" DATE,
    "manner" TEXT,
    "merged_into_id" UUID,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_points" (
    "id" UUID NOT NULL,
    "kind" "contact_point_kind" NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "contact_points_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_point_links" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "contact_point_id" UUID NOT NULL,
    "evidence" "evidence" NOT NULL,
    "by_agent_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_point_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "items" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tickets" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "queue_id" UUID NOT NULL,
    "kind" "ticket_kind" NOT NULL DEFAULT 'service_request',
    "status" "ticket_status" NOT NULL DEFAULT 'new',
    "subject" TEXT NOT NULL,
    "assignee_id" UUID,
    "unserved_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tickets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversations" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "inbox_id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "contact_point_id" UUID,
    "ticket_id" UUID NOT NULL,
    "subject" TEXT,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_entry_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "conversations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entries" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" "entry_kind" NOT NULL,
    "channel" "channel" NOT NULL,
    "customer_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "inbox_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "agent_id" UUID,
    "text" TEXT NOT NULL,
    "html" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "external_id" TEXT,
    "client_id" TEXT,
    "status" "message_status",
    "status_at" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "attempted_at" TIMESTAMPTZ(3),

    CONSTRAINT "entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachments" (
    "id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "content_id" TEXT,
    "content" BYTEA NOT NULL,

    CONSTRAINT "attachments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calls" (
    "conversation_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "state" "call_state" NOT NULL,
    "agent_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "connected_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "calls_pkey" PRIMARY KEY ("conversation_id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "queue_id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "tier" TEXT NOT NULL,
    "skills" JSONB NOT NULL DEFAULT '{}',
    "class_key" TEXT NOT NULL,
    "needed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "task_state" NOT NULL DEFAULT 'pending',
    "agent_id" UUID,
    "cooling_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "assigned_at" TIMESTAMPTZ(3),
    "wrapping_at" TIMESTAMPTZ(3),
    "wrap_up_until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "disposition" TEXT,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reservations" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "decision_id" BIGINT NOT NULL,
    "state" "reservation_state" NOT NULL DEFAULT 'pending',
    "offered_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "task_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "snapshot" JSONB NOT NULL,
    "receipt" JSONB NOT NULL,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispositions" (
    "code" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "rank" INTEGER NOT NULL,

    CONSTRAINT "dispositions_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "name" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "customer_id" UUID,
    "conversation_id" UUID,
    "seq" INTEGER,
    "ticket_id" UUID,
    "task_id" UUID,
    "agent_id" UUID,
    "queue_id" UUID,
    "entry_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "agents_email_key" ON "agents"("email");

-- CreateIndex
CREATE INDEX "sessions_agent_id_idx" ON "sessions"("agent_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_secret_hash_key" ON "api_tokens"("secret_hash");

-- CreateIndex
CREATE INDEX "api_tokens_agent_id_idx" ON "api_tokens"("agent_id");

-- CreateIndex
CREATE INDEX "presences_agent_id_idx" ON "presences"("agent_id");

-- CreateIndex
CREATE UNIQUE INDEX "tiers_rank_key" ON "tiers"("rank");

-- CreateIndex
CREATE UNIQUE INDEX "queues_key_key" ON "queues"("key");

-- CreateIndex
CREATE INDEX "queue_members_agent_id_idx" ON "queue_members"("agent_id");

-- CreateIndex
CREATE UNIQUE INDEX "inboxes_channel_address_key" ON "inboxes"("channel", "address");

-- CreateIndex
CREATE INDEX "raw_items_state_received_at_idx" ON "raw_items"("state", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "raw_items_inbox_id_external_id_key" ON "raw_items"("inbox_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "customers_external_id_key" ON "customers"("external_id");

-- CreateIndex
CREATE INDEX "customers_merged_into_id_idx" ON "customers"("merged_into_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_points_kind_value_key" ON "contact_points"("kind", "value");

-- CreateIndex
CREATE INDEX "contact_point_links_customer_id_idx" ON "contact_point_links"("customer_id");

-- CreateIndex
CREATE INDEX "contact_point_links_contact_point_id_idx" ON "contact_point_links"("contact_point_id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_number_key" ON "orders"("number");

-- CreateIndex
CREATE INDEX "orders_customer_id_placed_at_idx" ON "orders"("customer_id", "placed_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "tickets_number_key" ON "tickets"("number");

-- CreateIndex
CREATE INDEX "tickets_customer_id_created_at_idx" ON "tickets"("customer_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "tickets_status_updated_at_id_idx" ON "tickets"("status", "updated_at" DESC, "id");

-- CreateIndex
CREATE INDEX "tickets_queue_id_updated_at_id_idx" ON "tickets"("queue_id", "updated_at" DESC, "id");

-- CreateIndex
CREATE INDEX "conversations_ticket_id_idx" ON "conversations"("ticket_id");

-- CreateIndex
CREATE INDEX "conversations_contact_point_id_inbox_id_idx" ON "conversations"("contact_point_id", "inbox_id");

-- CreateIndex
CREATE INDEX "conversations_customer_id_idx" ON "conversations"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "entries_client_id_key" ON "entries"("client_id");

-- CreateIndex
CREATE INDEX "entries_customer_id_at_id_idx" ON "entries"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "entries_conversation_id_seq_key" ON "entries"("conversation_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "entries_inbox_id_external_id_key" ON "entries"("inbox_id", "external_id");

-- CreateIndex
CREATE INDEX "attachments_entry_id_idx" ON "attachments"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "calls_external_id_key" ON "calls"("external_id");

-- CreateIndex
CREATE INDEX "tasks_ticket_id_idx" ON "tasks"("ticket_id");

-- CreateIndex
CREATE INDEX "tasks_conversation_id_idx" ON "tasks"("conversation_id");

-- CreateIndex
CREATE INDEX "tasks_customer_id_idx" ON "tasks"("customer_id");

-- CreateIndex
CREATE INDEX "reservations_agent_id_offered_at_idx" ON "reservations"("agent_id", "offered_at" DESC);

-- CreateIndex
CREATE INDEX "reservations_task_id_idx" ON "reservations"("task_id");

-- CreateIndex
CREATE INDEX "decisions_task_id_idx" ON "decisions"("task_id");

-- CreateIndex
CREATE INDEX "events_ticket_id_idx" ON "events"("ticket_id");

-- CreateIndex
CREATE INDEX "events_name_at_idx" ON "events"("name", "at");

-- AddForeignKey
ALTER TABLE "agent_skills" ADD CONSTRAINT "agent_skills_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_capacities" ADD CONSTRAINT "agent_capacities_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presences" ADD CONSTRAINT "presences_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presences" ADD CONSTRAINT "presences_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "hub_nodes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_queue_id_fkey" FOREIGN KEY ("queue_id") REFERENCES "queues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inboxes" ADD CONSTRAINT "inboxes_queue_id_fkey" FOREIGN KEY ("queue_id") REFERENCES "queues"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_point_links" ADD CONSTRAINT "contact_point_links_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_point_links" ADD CONSTRAINT "contact_point_links_contact_point_id_fkey" FOREIGN KEY ("contact_point_id") REFERENCES "contact_points"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_inbox_id_fkey" FOREIGN KEY ("inbox_id") REFERENCES "inboxes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entries" ADD CONSTRAINT "entries_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entries" ADD CONSTRAINT "entries_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "entries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "sign_in_attempts" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "socket_io_attachments" (
    "id" BIGSERIAL NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payload" BYTEA
);

-- CreateIndex
CREATE UNIQUE INDEX "socket_io_attachments_id_key" ON "socket_io_attachments"("id");

-- What Prisma cannot model -----------------------------------------------------------------------------------------

-- One open X per Y: uniqueness belongs to the database.
CREATE UNIQUE INDEX "tasks_one_open_per_conversation" ON "tasks"("conversation_id") WHERE "state" IN ('pending', 'reserved', 'assigned', 'wrapping');
CREATE UNIQUE INDEX "reservations_one_pending_per_task" ON "reservations"("task_id") WHERE "state" = 'pending';
CREATE UNIQUE INDEX "contact_point_links_one_active" ON "contact_point_links"("contact_point_id", "customer_id") WHERE "ended_at" IS NULL;
-- One identified owner per contact point; claims may stand beside it.
CREATE UNIQUE INDEX "contact_point_links_one_owner" ON "contact_point_links"("contact_point_id") WHERE "ended_at" IS NULL AND "evidence" <> 'claimed';
-- One lasting conversation per contact point and inbox where the channel has no threads of its own.
CREATE UNIQUE INDEX "conversations_one_per_line" ON "conversations"("contact_point_id", "inbox_id") WHERE "channel" IN ('sms', 'web_chat');

-- The queue: the oldest task of each class is one index probe, whatever waits behind it.
CREATE INDEX "tasks_waiting_by_class" ON "tasks"("class_key", "needed_at", "id") WHERE "state" = 'pending' AND "cooling_until" IS NULL;
CREATE INDEX "tasks_cooling" ON "tasks"("cooling_until") WHERE "state" = 'pending' AND "cooling_until" IS NOT NULL;
CREATE INDEX "tasks_held_by_agent" ON "tasks"("agent_id") WHERE "state" IN ('reserved', 'assigned', 'wrapping');
CREATE INDEX "reservations_open_by_agent" ON "reservations"("agent_id") WHERE "state" = 'pending';

-- The feed reads what its last snapshot could not see: a range of transaction ids.
CREATE INDEX "events_tx" ON "events"("tx");

-- Values that would make no sense.
ALTER TABLE "agent_skills" ADD CONSTRAINT "agent_skills_level" CHECK ("level" BETWEEN 1 AND 5);
ALTER TABLE "agent_capacities" ADD CONSTRAINT "agent_capacities_limit" CHECK ("limit" BETWEEN 0 AND 100);
ALTER TABLE "queues" ADD CONSTRAINT "queues_times" CHECK ("offer_seconds" > 0 AND "wrap_up_seconds" >= 0 AND "missed_offers_limit" > 0 AND "cool_down_seconds" >= 0);
