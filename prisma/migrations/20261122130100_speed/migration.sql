-- AlterTable: what lists ask of a ticket stands in the ticket; see docs/decisions/0019.
ALTER TABLE "tickets" ADD COLUMN     "channels" "channel"[] DEFAULT ARRAY[]::"channel"[],
ADD COLUMN     "tier" TEXT NOT NULL DEFAULT 'standard';

UPDATE "tickets" t SET
    "tier" = (SELECT head.tier FROM "customers" record JOIN "customers" head ON head.id = coalesce(record.merged_into_id, record.id) WHERE record.id = t.customer_id),
    "channels" = ARRAY(SELECT DISTINCT v.channel FROM "conversations" v WHERE v.ticket_id = t.id ORDER BY v.channel);

-- CreateTable
CREATE TABLE "ticket_marks" (
    "mark" BIGINT NOT NULL,
    "status" "ticket_status" NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ticket_id" UUID NOT NULL,

    CONSTRAINT "ticket_marks_pkey" PRIMARY KEY ("mark","status","updated_at","ticket_id")
);

-- DropIndex
DROP INDEX "tickets_status_updated_at_id_idx";
DROP INDEX "tickets_queue_id_status_updated_at_id_idx";
DROP INDEX "tickets_assignee_id_status_updated_at_id_idx";
DROP INDEX "tickets_fields";
DROP INDEX "tickets_category";
DROP INDEX "tickets_due_at";

-- The streams of lists. What stands after the id sorts nothing: it is there so that thousands are asked for it without their rows.
CREATE INDEX "tickets_by_status" ON "tickets"("status", "updated_at", "id", "kind", "tier", "channels", "queue_id", "assignee_id", "category_id");
CREATE INDEX "tickets_by_queue" ON "tickets"("queue_id", "status", "updated_at", "id", "kind", "tier", "channels", "assignee_id", "category_id");
CREATE INDEX "tickets_by_tier" ON "tickets"("tier", "status", "updated_at", "id", "kind", "channels", "queue_id", "assignee_id", "category_id");
CREATE INDEX "tickets_by_channels" ON "tickets"("channels", "status", "updated_at", "id", "kind", "tier", "queue_id", "assignee_id", "category_id");

-- What Prisma cannot model -----------------------------------------------------------------------------------------

-- Of nobody apart: an order behind "is null" is none to PostgreSQL.
CREATE INDEX "tickets_by_assignee" ON "tickets" ("assignee_id", "status", "updated_at", "id", "kind", "tier", "channels", "queue_id", "category_id") WHERE "assignee_id" IS NOT NULL;
CREATE INDEX "tickets_of_nobody" ON "tickets" ("status", "updated_at", "id", "kind", "tier", "channels", "queue_id", "category_id") WHERE "assignee_id" IS NULL;
CREATE INDEX "tickets_by_category" ON "tickets" ("category_id", "status", "updated_at", "id", "kind", "tier", "channels", "queue_id", "assignee_id") WHERE "category_id" IS NOT NULL;
CREATE INDEX "tickets_by_root_cause" ON "tickets" ("root_cause_id", "status", "updated_at", "id", "kind", "tier", "channels", "queue_id", "assignee_id", "category_id") WHERE "root_cause_id" IS NOT NULL;
CREATE INDEX "tickets_by_due" ON "tickets" ("due_at", "id", "status", "updated_at", "number", "kind", "tier", "channels", "queue_id", "assignee_id", "category_id") WHERE "due_at" IS NOT NULL;
CREATE INDEX "tickets_unsolved" ON "tickets" ("status", "number") WHERE "status" IN ('new', 'open', 'pending', 'on_hold');

-- An index answers by itself only where the table is swept: sooner than after a fifth of it has changed.
ALTER TABLE "tickets" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- The tier of the customer, as it is when the ticket is opened. Held, so that nobody changes it between here and the commit unseen.
CREATE FUNCTION "copy_tier"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE head UUID;
BEGIN
    SELECT merged_into_id, tier INTO head, NEW.tier FROM customers WHERE id = NEW.customer_id FOR KEY SHARE;
    IF head IS NOT NULL THEN
        SELECT tier INTO NEW.tier FROM customers WHERE id = head FOR KEY SHARE;
    END IF;
    NEW.tier := coalesce(NEW.tier, 'standard');
    RETURN NEW;
END $$;
CREATE TRIGGER "tickets_copy_tier" BEFORE INSERT ON "tickets" FOR EACH ROW EXECUTE FUNCTION "copy_tier"();

-- A customer has another tier, or goes on as another customer: their tickets with them.
CREATE FUNCTION "tickets_follow_tier"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE served TEXT := NEW.tier;
BEGIN
    PERFORM FROM customers WHERE id = NEW.id FOR UPDATE;
    IF NEW.merged_into_id IS NOT NULL THEN
        SELECT tier INTO served FROM customers WHERE id = NEW.merged_into_id FOR KEY SHARE;
    END IF;
    UPDATE tickets t SET tier = served WHERE t.tier <> served AND (t.customer_id = NEW.id
        OR NEW.merged_into_id IS NULL AND t.customer_id IN (SELECT id FROM customers WHERE merged_into_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER "customers_tell_tickets" AFTER UPDATE OF "tier", "merged_into_id" ON "customers" FOR EACH ROW
    WHEN (OLD.tier <> NEW.tier OR OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id) EXECUTE FUNCTION "tickets_follow_tier"();

-- The channels of its conversations. A ticket is opened with its first one, so that as a rule there is nothing to do.
CREATE FUNCTION "tickets_follow_conversation"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE tickets t SET channels = array(SELECT DISTINCT v.channel FROM conversations v WHERE v.ticket_id = t.id ORDER BY v.channel)
        WHERE t.id = OLD.ticket_id;
    END IF;
    UPDATE tickets t SET channels = array(SELECT DISTINCT one FROM unnest(t.channels || NEW.channel) one ORDER BY one)
    WHERE t.id = NEW.ticket_id AND NOT NEW.channel = ANY (t.channels);
    RETURN NULL;
END $$;
CREATE TRIGGER "conversations_tell_ticket" AFTER INSERT ON "conversations" FOR EACH ROW EXECUTE FUNCTION "tickets_follow_conversation"();
CREATE TRIGGER "conversations_tell_tickets" AFTER UPDATE OF "ticket_id" ON "conversations" FOR EACH ROW
    WHEN (OLD.ticket_id <> NEW.ticket_id) EXECUTE FUNCTION "tickets_follow_conversation"();

-- One mark for each value of a field, of several choices for each of them; another value with the same mark is told apart by who reads.
CREATE FUNCTION "mark_of"("key" TEXT, "value" JSONB) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT hashtextextended("key" || ' ' || "value"::text, 0) $$;
CREATE FUNCTION "marks_of"("fields" JSONB) RETURNS SETOF BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT DISTINCT mark_of(f.key, one.value)
    FROM jsonb_each("fields") f, jsonb_array_elements(CASE jsonb_typeof(f.value) WHEN 'array' THEN f.value ELSE jsonb_build_array(f.value) END) one $$;
CREATE FUNCTION "mark_ticket"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM ticket_marks m USING marks_of(OLD.fields) gone
        WHERE m.mark = gone AND m.status = OLD.status AND m.updated_at = OLD.updated_at AND m.ticket_id = OLD.id;
    END IF;
    INSERT INTO ticket_marks (mark, status, updated_at, ticket_id) SELECT mark, NEW.status, NEW.updated_at, NEW.id FROM marks_of(NEW.fields) mark;
    RETURN NULL;
END $$;
CREATE TRIGGER "tickets_mark_new" AFTER INSERT ON "tickets" FOR EACH ROW WHEN (NEW.fields <> '{}') EXECUTE FUNCTION "mark_ticket"();
CREATE TRIGGER "tickets_mark" AFTER UPDATE OF "fields", "status", "updated_at" ON "tickets" FOR EACH ROW
    WHEN ((OLD.fields <> '{}' OR NEW.fields <> '{}') AND (OLD.fields, OLD.status, OLD.updated_at) IS DISTINCT FROM (NEW.fields, NEW.status, NEW.updated_at))
    EXECUTE FUNCTION "mark_ticket"();

INSERT INTO "ticket_marks" ("mark", "status", "updated_at", "ticket_id")
SELECT mark, t.status, t.updated_at, t.id FROM "tickets" t, marks_of(t.fields) mark WHERE t.fields <> '{}';
