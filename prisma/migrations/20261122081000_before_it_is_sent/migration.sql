-- CreateTable
CREATE TABLE "scheduled_replies" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "seen_seq" INTEGER NOT NULL,
    "send_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "error_code" TEXT,

    CONSTRAINT "scheduled_replies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drafts" (
    "agent_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "reply" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drafts_pkey" PRIMARY KEY ("agent_id","conversation_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "scheduled_replies_client_id_key" ON "scheduled_replies"("client_id");

-- CreateIndex
CREATE INDEX "scheduled_replies_conversation_id_idx" ON "scheduled_replies"("conversation_id");
