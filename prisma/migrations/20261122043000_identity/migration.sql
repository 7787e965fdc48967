-- CreateTable
CREATE TABLE "merges" (
    "id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "kept_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "by_agent_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by_id" UUID,
    "undo_reason" TEXT,

    CONSTRAINT "merges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "aparts" (
    "one_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "by_agent_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "aparts_pkey" PRIMARY KEY ("one_id","other_id")
);

-- CreateIndex
CREATE INDEX "merges_kept_id_idx" ON "merges"("kept_id");

-- CreateIndex
CREATE INDEX "aparts_other_id_idx" ON "aparts"("other_id");

-- What Prisma cannot model -----------------------------------------------------------------------------------------

-- A record joins one other at a time.
CREATE UNIQUE INDEX "merges_one_standing" ON "merges"("merged_id") WHERE "undone_at" IS NULL;
ALTER TABLE "merges" ADD CONSTRAINT "merges_two_records" CHECK ("merged_id" <> "kept_id");
ALTER TABLE "aparts" ADD CONSTRAINT "aparts_in_order" CHECK ("one_id" < "other_id");

CREATE INDEX "customers_by_name" ON "customers"(lower("name"));

-- Guests who signed in before merges were written down.
INSERT INTO "merges" ("id", "merged_id", "kept_id", "reason", "at")
SELECT gen_random_uuid(), "id", "merged_into_id", 'signed_identity', now() FROM "customers" WHERE "merged_into_id" IS NOT NULL;

-- All records that are one customer with this one, its head first.
CREATE FUNCTION "customer_family"("record" UUID) RETURNS SETOF UUID LANGUAGE sql STABLE PARALLEL SAFE ROWS 2 AS $$
  WITH head AS (SELECT coalesce(merged_into_id, id) AS id FROM customers WHERE id = record)
  SELECT id FROM head UNION ALL SELECT c.id FROM customers c JOIN head ON c.merged_into_id = head.id
$$;
