-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "consult_left_out" BOOLEAN NOT NULL DEFAULT false;

-- What Prisma cannot model -----------------------------------------------------------------------------------------

-- Whoever was erased does not come back by a late writer: neither waits for the other longer than a commit, and whichever
-- comes second sees what the first has done. Arguments: the column that says whose a row is, and the table between.
CREATE FUNCTION "refuse_erased"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  "owner" UUID := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
  "erased" TIMESTAMPTZ;
BEGIN
  IF TG_ARGV[1] = 'conversations' THEN
    SELECT customer_id INTO "owner" FROM conversations WHERE id = "owner";
  ELSIF TG_ARGV[1] = 'tickets' THEN
    SELECT customer_id INTO "owner" FROM tickets WHERE id = "owner";
  END IF;
  SELECT erased_at INTO "erased" FROM customers WHERE id = "owner" FOR KEY SHARE;
  IF "erased" IS NOT NULL THEN
    RAISE EXCEPTION 'the data of customer % was erased', "owner" USING ERRCODE = 'TL001';
  END IF;
  RETURN NEW;
END $$;

-- What people and other systems write of a customer. Entries are refused by their verbs, so that intake pays nothing.
CREATE TRIGGER "contact_point_links_refuse_erased" BEFORE INSERT ON "contact_point_links" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "orders_refuse_erased" BEFORE INSERT ON "orders" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "touches_refuse_erased" BEFORE INSERT ON "touches" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "ratings_refuse_erased" BEFORE INSERT ON "ratings" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "page_visits_refuse_erased" BEFORE INSERT ON "page_visits" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "consents_refuse_erased" BEFORE INSERT ON "consents" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "tier_overrides_refuse_erased" BEFORE INSERT ON "tier_overrides" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "opportunities_refuse_erased" BEFORE INSERT ON "opportunities" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "follow_ups_refuse_erased" BEFORE INSERT ON "follow_ups" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('customer_id');
CREATE TRIGGER "memberships_refuse_erased" BEFORE INSERT ON "memberships" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('member_id');
CREATE TRIGGER "memberships_refuse_erased_group" BEFORE INSERT ON "memberships" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('group_id');
CREATE TRIGGER "drafts_refuse_erased" BEFORE INSERT ON "drafts" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('conversation_id', 'conversations');
CREATE TRIGGER "uploads_refuse_erased" BEFORE INSERT ON "uploads" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('conversation_id', 'conversations');
CREATE TRIGGER "scheduled_replies_refuse_erased" BEFORE INSERT ON "scheduled_replies" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('conversation_id', 'conversations');
CREATE TRIGGER "help_requests_refuse_erased" BEFORE INSERT ON "help_requests" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('conversation_id', 'conversations');
CREATE TRIGGER "reminders_refuse_erased" BEFORE INSERT ON "reminders" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('ticket_id', 'tickets');
CREATE TRIGGER "side_conversations_refuse_erased" BEFORE INSERT ON "side_conversations" FOR EACH ROW EXECUTE FUNCTION "refuse_erased"('ticket_id', 'tickets');
CREATE TRIGGER "checklist_items_refuse_erased" BEFORE INSERT ON "checklist_items" FOR EACH ROW WHEN (NEW.added_by_id IS NOT NULL)
EXECUTE FUNCTION "refuse_erased"('ticket_id', 'tickets');
CREATE TRIGGER "tickets_refuse_erased" BEFORE UPDATE OF "subject", "fields", "root_cause_note" ON "tickets" FOR EACH ROW
WHEN ((NEW.subject <> '' OR NEW.fields <> '{}' OR NEW.root_cause_note <> '') AND (NEW.subject, NEW.fields, NEW.root_cause_note) IS DISTINCT FROM (OLD.subject, OLD.fields, OLD.root_cause_note))
EXECUTE FUNCTION "refuse_erased"('customer_id');
