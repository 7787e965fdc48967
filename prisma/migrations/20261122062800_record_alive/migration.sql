-- AlterEnum
ALTER TYPE "customer_kind" ADD VALUE 'household';

-- AlterTable
ALTER TABLE "contact_points" ADD COLUMN     "shared_by_id" UUID,
ADD COLUMN     "shared_since" TIMESTAMPTZ(3),
ADD COLUMN     "skeleton" TEXT;

-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "fields" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "preferred_channel" "channel",
ADD COLUMN     "quiet_hours" JSONB;

-- AlterTable
ALTER TABLE "raw_items" ADD COLUMN     "message_id" TEXT;

-- CreateTable
CREATE TABLE "custom_fields" (
    "key" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "type" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '[]',
    "rules" JSONB NOT NULL DEFAULT '{}',
    "read_role" "role" NOT NULL DEFAULT 'agent',
    "write_role" "role" NOT NULL DEFAULT 'agent',
    "searchable" BOOLEAN NOT NULL DEFAULT false,
    "rank" INTEGER NOT NULL DEFAULT 0,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "custom_fields_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "field_freshness" (
    "field" TEXT NOT NULL,
    "stale_days" INTEGER NOT NULL,
    "refresh_by" TEXT NOT NULL,

    CONSTRAINT "field_freshness_pkey" PRIMARY KEY ("field")
);

-- CreateTable
CREATE TABLE "field_checks" (
    "customer_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_agent_id" UUID NOT NULL,

    CONSTRAINT "field_checks_pkey" PRIMARY KEY ("customer_id","field")
);

-- CreateTable
CREATE TABLE "match_rules" (
    "rule" TEXT NOT NULL,
    "strength" TEXT NOT NULL,

    CONSTRAINT "match_rules_pkey" PRIMARY KEY ("rule")
);

-- CreateTable
CREATE TABLE "memberships" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "role" TEXT NOT NULL DEFAULT '',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "by_agent_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "purpose" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "contact_point_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "proof" JSONB NOT NULL,
    "by_agent_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaigns" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "intent" TEXT NOT NULL DEFAULT '',
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "currency" TEXT NOT NULL,
    "fixed_cost" BIGINT NOT NULL DEFAULT 0,
    "touch_cost" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "campaigns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "touches" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "channel" "channel",
    "at" TIMESTAMPTZ(3) NOT NULL,
    "cost" BIGINT,
    "response" TEXT,
    "responded_at" TIMESTAMPTZ(3),

    CONSTRAINT "touches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ratings" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "ticket_id" UUID,
    "agent_id" UUID,
    "score" INTEGER NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "external_id" TEXT NOT NULL,

    CONSTRAINT "ratings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "page_visits" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "url" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "external_id" TEXT NOT NULL,

    CONSTRAINT "page_visits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "value_settings" (
    "version" SERIAL NOT NULL,
    "settings" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,

    CONSTRAINT "value_settings_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "value_models" (
    "id" UUID NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "customers" INTEGER,
    "parameters" JSONB,
    "error" TEXT,

    CONSTRAINT "value_models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_values" (
    "customer_id" UUID NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,
    "first_order_at" TIMESTAMPTZ(3),
    "last_order_at" TIMESTAMPTZ(3),
    "revenue" BIGINT NOT NULL,
    "margin" BIGINT,
    "cost_to_serve" BIGINT NOT NULL,
    "profit" BIGINT,
    "recency" INTEGER,
    "frequency" INTEGER,
    "monetary" INTEGER,
    "expected_purchases" DOUBLE PRECISION,
    "probability_alive" DOUBLE PRECISION,
    "lifetime_value" BIGINT,
    "churn_risk" DOUBLE PRECISION,
    "loyalty" DOUBLE PRECISION,
    "satisfaction" DOUBLE PRECISION,
    "stage" TEXT NOT NULL,
    "last_contact_at" TIMESTAMPTZ(3),
    "tier_by_rules" TEXT,
    "explanation" JSONB NOT NULL,
    "model_id" UUID,
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_values_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "values_due" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "values_due_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "value_sweeps" (
    "id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "version" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "after" UUID,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "value_sweeps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_previews" (
    "id" UUID NOT NULL,
    "rules" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "result" JSONB,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "tier_previews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_rules" (
    "version" SERIAL NOT NULL,
    "rules" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,

    CONSTRAINT "tier_rules_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "tier_overrides" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "tier" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by_agent_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,

    CONSTRAINT "tier_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tier_changes" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "from_tier" TEXT NOT NULL,
    "to_tier" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "rules_version" INTEGER,
    "by_agent_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "segments" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "owner_id" UUID NOT NULL,
    "shared_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opportunities" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "amount" BIGINT,
    "currency" TEXT,
    "owner_id" UUID,
    "next_step" TEXT NOT NULL DEFAULT '',
    "next_step_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "lost_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "opportunities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follow_ups" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "ticket_id" UUID,
    "rule_id" UUID,
    "key" TEXT,
    "text" TEXT NOT NULL,
    "owner_id" UUID,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "reminded_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,
    "outcome" TEXT,
    "purpose" TEXT NOT NULL DEFAULT 'service',
    "batch_id" UUID,

    CONSTRAINT "follow_ups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follow_up_batches" (
    "id" UUID NOT NULL,
    "segment_id" UUID NOT NULL,
    "filter" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "owner_rule" TEXT NOT NULL,
    "owner_id" UUID,
    "after" UUID,
    "made" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "state" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "follow_up_batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follow_up_rules" (
    "id" UUID NOT NULL,
    "label" JSONB NOT NULL,
    "trigger" TEXT NOT NULL,
    "after_days" INTEGER NOT NULL,
    "tiers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "text" JSONB NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'service',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "swept_until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "follow_up_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_runs" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "settings" JSONB,
    "state" TEXT NOT NULL,
    "dry_run" BOOLEAN NOT NULL DEFAULT false,
    "row_count" INTEGER,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "error" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_parts" (
    "import_id" UUID NOT NULL,
    "part" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "import_parts_pkey" PRIMARY KEY ("import_id","part")
);

-- CreateTable
CREATE TABLE "import_rows" (
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "problems" JSONB,
    "subject_id" UUID,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "duplicate_runs" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "customers" INTEGER,
    "pairs" INTEGER,

    CONSTRAINT "duplicate_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duplicate_pairs" (
    "run_id" UUID NOT NULL,
    "one_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "score" INTEGER NOT NULL,
    "reasons" TEXT[],

    CONSTRAINT "duplicate_pairs_pkey" PRIMARY KEY ("run_id","one_id","other_id")
);

-- CreateTable
CREATE TABLE "webhook_targets" (
    "id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "events" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "pause_reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "told_until" TEXT NOT NULL,
    "held_by" UUID,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "rest_until" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_targets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "event_id" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3),
    "status" INTEGER,
    "error" TEXT,
    "delivered_at" TIMESTAMPTZ(3),
    "given_up_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasures" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "by_agent_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "records" UUID[],
    "counts" JSONB NOT NULL DEFAULT '{}',
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "legal_holds" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "by_agent_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,

    CONSTRAINT "legal_holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retention_rules" (
    "kind" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "by_agent_id" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_rules_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "entry_search" (
    "entry_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "entry_search_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "search_progress" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "tx" xid8 NOT NULL,
    "event_id" BIGINT NOT NULL DEFAULT 0,
    "entry_id" UUID,

    CONSTRAINT "search_progress_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_returns" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_returns_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "memberships_member_id_idx" ON "memberships"("member_id");

-- CreateIndex
CREATE INDEX "memberships_group_id_idx" ON "memberships"("group_id");

-- CreateIndex
CREATE INDEX "consents_customer_id_channel_purpose_at_idx" ON "consents"("customer_id", "channel", "purpose", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "campaigns_key_key" ON "campaigns"("key");

-- CreateIndex
CREATE INDEX "touches_customer_id_at_id_idx" ON "touches"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "touches_campaign_id_external_id_key" ON "touches"("campaign_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "ratings_external_id_key" ON "ratings"("external_id");

-- CreateIndex
CREATE INDEX "ratings_customer_id_at_id_idx" ON "ratings"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "page_visits_external_id_key" ON "page_visits"("external_id");

-- CreateIndex
CREATE INDEX "page_visits_customer_id_at_id_idx" ON "page_visits"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "value_models_as_of_idx" ON "value_models"("as_of" DESC);

-- CreateIndex
CREATE INDEX "customer_values_stage_customer_id_idx" ON "customer_values"("stage", "customer_id");

-- CreateIndex
CREATE INDEX "customer_values_lifetime_value_customer_id_idx" ON "customer_values"("lifetime_value" DESC, "customer_id");

-- CreateIndex
CREATE INDEX "customer_values_revenue_customer_id_idx" ON "customer_values"("revenue" DESC, "customer_id");

-- CreateIndex
CREATE INDEX "customer_values_profit_customer_id_idx" ON "customer_values"("profit" DESC, "customer_id");

-- CreateIndex
CREATE INDEX "customer_values_due_at_idx" ON "customer_values"("due_at");

-- CreateIndex
CREATE INDEX "value_sweeps_started_at_idx" ON "value_sweeps"("started_at" DESC);

-- CreateIndex
CREATE INDEX "tier_overrides_customer_id_idx" ON "tier_overrides"("customer_id");

-- CreateIndex
CREATE INDEX "tier_overrides_until_idx" ON "tier_overrides"("until");

-- CreateIndex
CREATE INDEX "tier_changes_customer_id_at_id_idx" ON "tier_changes"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "tier_changes_at_idx" ON "tier_changes"("at");

-- CreateIndex
CREATE INDEX "segments_owner_id_idx" ON "segments"("owner_id");

-- CreateIndex
CREATE INDEX "opportunities_customer_id_idx" ON "opportunities"("customer_id");

-- CreateIndex
CREATE INDEX "opportunities_owner_id_next_step_at_idx" ON "opportunities"("owner_id", "next_step_at");

-- CreateIndex
CREATE INDEX "opportunities_stage_updated_at_id_idx" ON "opportunities"("stage", "updated_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "follow_ups_key_key" ON "follow_ups"("key");

-- CreateIndex
CREATE INDEX "follow_ups_customer_id_idx" ON "follow_ups"("customer_id");

-- CreateIndex
CREATE INDEX "follow_ups_owner_id_due_at_idx" ON "follow_ups"("owner_id", "due_at");

-- CreateIndex
CREATE INDEX "follow_ups_batch_id_idx" ON "follow_ups"("batch_id");

-- CreateIndex
CREATE INDEX "import_runs_created_at_idx" ON "import_runs"("created_at" DESC);

-- CreateIndex
CREATE INDEX "duplicate_runs_requested_at_idx" ON "duplicate_runs"("requested_at" DESC);

-- CreateIndex
CREATE INDEX "duplicate_pairs_run_id_score_one_id_other_id_idx" ON "duplicate_pairs"("run_id", "score" DESC, "one_id", "other_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_target_id_created_at_idx" ON "webhook_deliveries"("target_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_target_id_event_id_key" ON "webhook_deliveries"("target_id", "event_id");

-- CreateIndex
CREATE INDEX "raw_items_inbox_id_message_id_idx" ON "raw_items"("inbox_id", "message_id");

-- CreateIndex
CREATE INDEX "erasures_customer_id_idx" ON "erasures"("customer_id");

-- CreateIndex
CREATE INDEX "legal_holds_customer_id_idx" ON "legal_holds"("customer_id");

-- CreateIndex
CREATE INDEX "entry_search_words" ON "entry_search" USING GIN ("words");

-- CreateIndex
CREATE INDEX "entry_search_customer_id_at_entry_id_idx" ON "entry_search"("customer_id", "at" DESC, "entry_id" DESC);

-- CreateIndex
CREATE INDEX "entry_search_at_entry_id_idx" ON "entry_search"("at" DESC, "entry_id" DESC);

-- DropIndex
DROP INDEX "entries_customer_id_at_id_idx";

-- CreateIndex
CREATE INDEX "entries_customer_id_at_id_channel_kind_idx" ON "entries"("customer_id", "at" DESC, "id" DESC, "channel", "kind");

-- DropIndex
DROP INDEX "orders_customer_id_placed_at_idx";

-- CreateIndex
CREATE INDEX "orders_customer_id_placed_at_id_currency_amount_idx" ON "orders"("customer_id", "placed_at" DESC, "id" DESC, "currency", "amount");

-- DropIndex
DROP INDEX "tickets_customer_id_created_at_idx";

-- CreateIndex
CREATE INDEX "tickets_customer_id_created_at_id_idx" ON "tickets"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "order_returns_customer_id_at_id_idx" ON "order_returns"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "order_returns_order_id_idx" ON "order_returns"("order_id");

-- CreateIndex
CREATE INDEX "contact_points_kind_skeleton_idx" ON "contact_points"("kind", "skeleton");

-- CreateIndex
CREATE INDEX "customers_tier_idx" ON "customers"("tier");

-- CreateIndex
CREATE INDEX "customers_fields" ON "customers" USING GIN ("fields" jsonb_path_ops);

-- AddForeignKey
ALTER TABLE "touches" ADD CONSTRAINT "touches_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_returns" ADD CONSTRAINT "order_returns_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot model -----------------------------------------------------------------------------------------

-- Whoever was erased stays so, whatever is written to their record later.
ALTER TABLE "customers" ADD CONSTRAINT "customers_erased" CHECK ("erased_at" IS NULL OR ("name" IS NULL AND "external_id" IS NULL AND "company" IS NULL
  AND "occupation" IS NULL AND "city" IS NULL AND "birthday" IS NULL AND "manner" IS NULL AND "quiet_hours" IS NULL AND "fields" = '{}'));

ALTER TABLE "memberships" ADD CONSTRAINT "memberships_of_another" CHECK ("member_id" <> "group_id");
CREATE UNIQUE INDEX "memberships_standing" ON "memberships" ("member_id", "group_id") WHERE "ended_at" IS NULL;
ALTER TABLE "consents" ADD CONSTRAINT "consents_state" CHECK ("state" IN ('granted', 'withdrawn'));
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_score" CHECK ("score" BETWEEN 1 AND 5);
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_money" CHECK ("fixed_cost" >= 0 AND "touch_cost" >= 0);
ALTER TABLE "touches" ADD CONSTRAINT "touches_money" CHECK ("cost" >= 0);
CREATE UNIQUE INDEX "tier_overrides_standing" ON "tier_overrides" ("customer_id") WHERE "ended_at" IS NULL;
CREATE INDEX "follow_ups_open" ON "follow_ups" ("due_at") WHERE "done_at" IS NULL;
CREATE INDEX "follow_ups_unreminded" ON "follow_ups" ("due_at") WHERE "done_at" IS NULL AND "reminded_at" IS NULL;
-- Who has their birthday on these days: month and day as one number, 1231 the last.
CREATE INDEX "customers_birthday" ON "customers" ((extract(month from "birthday") * 100 + extract(day from "birthday"))) WHERE "birthday" IS NOT NULL;
CREATE INDEX "opportunities_next_step" ON "opportunities" ("next_step_at") WHERE "closed_at" IS NULL;
CREATE INDEX "webhook_deliveries_open" ON "webhook_deliveries" ("target_id", "due_at", "event_id") WHERE "delivered_at" IS NULL AND "given_up_at" IS NULL;
CREATE INDEX "import_rows_with_problems" ON "import_rows" ("import_id", "line") WHERE "problems" IS NOT NULL;
CREATE INDEX "import_rows_subject" ON "import_rows" ("subject_id") WHERE "subject_id" IS NOT NULL;

-- Returns stand in their order; where each one stands in time is kept beside it. Its id (RFC 9562, version 8) follows from the order and its place.
CREATE FUNCTION "return_id"("order" UUID, "n" BIGINT) RETURNS UUID LANGUAGE sql IMMUTABLE AS $$
  SELECT overlay(overlay(md5("order" || ' ' || n) PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid
$$;
CREATE FUNCTION "place_returns"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM order_returns WHERE order_id = NEW.id;
  INSERT INTO order_returns (id, order_id, position, customer_id, at)
    SELECT return_id(NEW.id, n), NEW.id, n - 1, NEW.customer_id, (one ->> 'at')::timestamptz
    FROM jsonb_array_elements(NEW.returns) WITH ORDINALITY AS r(one, n);
  RETURN NULL;
END $$;
CREATE TRIGGER "orders_place_returns" AFTER INSERT ON "orders" FOR EACH ROW WHEN (NEW.returns <> '[]') EXECUTE FUNCTION "place_returns"();
CREATE TRIGGER "orders_move_returns" AFTER UPDATE OF "returns", "customer_id" ON "orders" FOR EACH ROW
  WHEN ((OLD.returns, OLD.customer_id) IS DISTINCT FROM (NEW.returns, NEW.customer_id)) EXECUTE FUNCTION "place_returns"();
INSERT INTO "order_returns" ("id", "order_id", "position", "customer_id", "at")
  SELECT return_id(o.id, n), o.id, n - 1, o.customer_id, (one ->> 'at')::timestamptz
  FROM "orders" o, jsonb_array_elements(o.returns) WITH ORDINALITY AS r(one, n);

-- The hub links two records by itself on a signature only.
ALTER TABLE "match_rules" ADD CONSTRAINT "match_rules_strength" CHECK ("strength" IN ('off', 'suggest') OR ("strength" = 'link' AND "rule" = 'signed_identity'));

-- Customers are found by those of the installation's own fields that are meant for it.
DROP TRIGGER "customers_forget_words" ON "customers";
CREATE TRIGGER "customers_forget_words" AFTER INSERT OR UPDATE OF "name", "company", "external_id", "fields" ON "customers" FOR EACH ROW EXECUTE FUNCTION "forget_words"();
