-- CreateTable
CREATE TABLE "notices" (
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "ticket_id" UUID NOT NULL,
    "conversation_id" UUID,
    "by_agent_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "count" INTEGER NOT NULL DEFAULT 1,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_watchers" (
    "ticket_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_watchers_pkey" PRIMARY KEY ("ticket_id","agent_id")
);

-- CreateTable
CREATE TABLE "ticket_links" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "by_agent_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_moves" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "by_agent_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "conversation_ids" UUID[] NOT NULL,
    "entry_ids" UUID[] NOT NULL,
    "task_ids" UUID[] NOT NULL,
    "watcher_ids" UUID[] NOT NULL,
    "change" JSONB NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by_id" UUID,

    CONSTRAINT "ticket_moves_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "help_requests" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "queue_id" UUID NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_by_id" UUID,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "help_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "side_conversations" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "inbox_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "side_conversations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "side_messages" (
    "id" UUID NOT NULL,
    "side_id" UUID NOT NULL,
    "inbox_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "agent_id" UUID,
    "text" TEXT NOT NULL,
    "mail" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "external_id" TEXT,
    "client_id" TEXT,
    "status" TEXT,
    "error_code" TEXT,
    "attempted_at" TIMESTAMPTZ(3),

    CONSTRAINT "side_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "side_files" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "side_files_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notices_agent_id_at_id_idx" ON "notices"("agent_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "notices_ticket_id_idx" ON "notices"("ticket_id");

-- CreateIndex
CREATE INDEX "ticket_watchers_agent_id_idx" ON "ticket_watchers"("agent_id");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_links_from_id_to_id_key" ON "ticket_links"("from_id", "to_id");

-- CreateIndex
CREATE INDEX "ticket_links_to_id_idx" ON "ticket_links"("to_id");

-- CreateIndex
CREATE INDEX "ticket_moves_from_id_idx" ON "ticket_moves"("from_id");

-- CreateIndex
CREATE INDEX "ticket_moves_to_id_idx" ON "ticket_moves"("to_id");

-- CreateIndex
CREATE INDEX "help_requests_ticket_id_idx" ON "help_requests"("ticket_id");

-- CreateIndex
CREATE INDEX "side_conversations_ticket_id_idx" ON "side_conversations"("ticket_id");

-- CreateIndex
CREATE UNIQUE INDEX "side_messages_client_id_key" ON "side_messages"("client_id");

-- CreateIndex
CREATE INDEX "side_messages_side_id_at_idx" ON "side_messages"("side_id", "at");

-- CreateIndex
CREATE INDEX "side_messages_customer_id_at_id_idx" ON "side_messages"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "side_messages_inbox_id_external_id_key" ON "side_messages"("inbox_id", "external_id");

-- CreateIndex
CREATE INDEX "side_files_message_id_idx" ON "side_files"("message_id");

-- AddForeignKey
ALTER TABLE "side_messages" ADD CONSTRAINT "side_messages_side_id_fkey" FOREIGN KEY ("side_id") REFERENCES "side_conversations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "side_files" ADD CONSTRAINT "side_files_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "side_messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot write.
-- Unread news of one watched ticket are one line with a count.
CREATE UNIQUE INDEX "notices_one_watched" ON "notices"("agent_id", "ticket_id") WHERE "read_at" IS NULL AND "kind" = 'watched';
CREATE INDEX "notices_unread" ON "notices"("agent_id") WHERE "read_at" IS NULL;
-- A ticket has one parent, and leads on to one other.
CREATE UNIQUE INDEX "ticket_links_one_parent" ON "ticket_links"("from_id") WHERE "kind" = 'parent';
CREATE UNIQUE INDEX "ticket_moves_one_merge" ON "ticket_moves"("from_id") WHERE "kind" = 'merge' AND "undone_at" IS NULL;
CREATE UNIQUE INDEX "help_requests_one_open" ON "help_requests"("conversation_id") WHERE "settled_at" IS NULL;
