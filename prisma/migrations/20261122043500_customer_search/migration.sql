-- CreateTable
CREATE TABLE "customer_search" (
    "record_id" UUID NOT NULL,
    "words" TEXT,

    CONSTRAINT "customer_search_pkey" PRIMARY KEY ("record_id")
);

-- AddForeignKey
ALTER TABLE "customer_search" ADD CONSTRAINT "customer_search_record_id_fkey" FOREIGN KEY ("record_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot model -----------------------------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "customer_search_words" ON "customer_search" USING gin ("words" gin_trgm_ops);
CREATE INDEX "customer_search_stale" ON "customer_search"("record_id") WHERE "words" IS NULL;
CREATE INDEX "orders_by_number" ON "orders"(lower("number") text_pattern_ops);

-- Whoever changes what a customer is found by, the words are written anew before the next search.
CREATE FUNCTION "forget_words"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customer_search (record_id) SELECT CASE TG_TABLE_NAME WHEN 'customers' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'customer_id')::uuid END
  ON CONFLICT (record_id) DO UPDATE SET words = NULL WHERE customer_search.words IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER "customers_forget_words" AFTER INSERT OR UPDATE OF "name", "company", "external_id" ON "customers" FOR EACH ROW EXECUTE FUNCTION "forget_words"();
CREATE TRIGGER "links_forget_words" AFTER INSERT OR UPDATE OF "customer_id", "ended_at", "evidence" ON "contact_point_links" FOR EACH ROW EXECUTE FUNCTION "forget_words"();

INSERT INTO "customer_search" ("record_id") SELECT "id" FROM "customers";
