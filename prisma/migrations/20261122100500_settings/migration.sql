-- AlterTable
ALTER TABLE "tiers" ADD COLUMN "mark" TEXT;

-- AlterTable
ALTER TABLE "queues" ADD COLUMN "rank" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "disposition_required" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN "retired_at" TIMESTAMPTZ(3),
ADD COLUMN "successor_id" UUID;

-- AlterTable
ALTER TABLE "dispositions" ADD COLUMN "queue_ids" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
ADD COLUMN "channels" "channel"[] NOT NULL DEFAULT ARRAY[]::"channel"[],
ADD COLUMN "retired_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "skills" (
    "key" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "rank" INTEGER NOT NULL,

    CONSTRAINT "skills_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "installations" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" JSONB NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "language" TEXT NOT NULL DEFAULT 'en',

    CONSTRAINT "installations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "configuration_states" (
    "part" TEXT NOT NULL,
    "content" JSONB,

    CONSTRAINT "configuration_states_pkey" PRIMARY KEY ("part")
);

-- CreateTable
CREATE TABLE "configuration_changes" (
    "id" UUID NOT NULL,
    "part" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "cause" TEXT NOT NULL,
    "batch_id" UUID,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "configuration_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "configuration_changes_at_id_idx" ON "configuration_changes"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "configuration_changes_batch_id_idx" ON "configuration_changes"("batch_id");

-- There is one installation; until somebody names it there is no row.
ALTER TABLE "installations" ADD CONSTRAINT "installations_one" CHECK ("id" = 1);

-- Queues stand in the order they had.
UPDATE "queues" SET "rank" = o.n FROM (SELECT "id", row_number() OVER (ORDER BY "key") - 1 AS n FROM "queues") o WHERE o."id" = "queues"."id";
