-- AlterTable
ALTER TABLE "scheduled_replies" ADD COLUMN     "html" TEXT,
ADD COLUMN     "attachment_ids" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "actions" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "drafts" ADD COLUMN     "reply_html" TEXT,
ADD COLUMN     "attachment_ids" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "actions" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "attachments" ADD COLUMN     "link_key" TEXT;

-- CreateTable
CREATE TABLE "uploads" (
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),

    CONSTRAINT "uploads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload_parts" (
    "upload_id" UUID NOT NULL,
    "part" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "upload_parts_pkey" PRIMARY KEY ("upload_id","part")
);

-- CreateTable
CREATE TABLE "macros" (
    "id" UUID NOT NULL,
    "name" JSONB NOT NULL,
    "text" JSONB NOT NULL,
    "actions" JSONB NOT NULL DEFAULT '[]',
    "channels" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "roles" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "position" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "macros_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "uploads_agent_id_client_id_key" ON "uploads"("agent_id", "client_id");

-- CreateIndex
CREATE INDEX "uploads_conversation_id_idx" ON "uploads"("conversation_id");

-- CreateIndex
CREATE INDEX "uploads_created_at_idx" ON "uploads"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "attachments_link_key_key" ON "attachments"("link_key");

-- AddForeignKey
ALTER TABLE "upload_parts" ADD CONSTRAINT "upload_parts_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "uploads"("id") ON DELETE CASCADE ON UPDATE CASCADE;
