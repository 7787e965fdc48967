-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "cost" BIGINT,
ADD COLUMN     "delivery" JSONB,
ADD COLUMN     "payment" JSONB,
ADD COLUMN     "returns" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "field_changes" (
    "id" BIGSERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "by_agent_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "field_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "field_changes_customer_id_id_idx" ON "field_changes"("customer_id", "id" DESC);

-- What Prisma cannot model -----------------------------------------------------------------------------------------

ALTER TABLE "orders" ADD CONSTRAINT "orders_money" CHECK ("amount" >= 0 AND "cost" >= 0);
