-- AlterEnum
ALTER TYPE "role" ADD VALUE 'manager' BEFORE 'admin';

-- CreateTable
CREATE TABLE "roles" (
    "id" UUID NOT NULL,
    "label" JSONB NOT NULL,
    "base" "role" NOT NULL,
    "rights" JSONB NOT NULL,
    "masked" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unmaskings" (
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unmaskings_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "agents" ADD COLUMN "role_id" UUID,
ADD COLUMN "deactivated_at" TIMESTAMPTZ(3),
ADD COLUMN "left_queue_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateIndex
CREATE INDEX "agents_role_id_idx" ON "agents"("role_id");

-- CreateIndex
CREATE INDEX "unmaskings_agent_id_until_idx" ON "unmaskings"("agent_id", "until");

-- CreateIndex
CREATE INDEX "unmaskings_customer_id_idx" ON "unmaskings"("customer_id");

-- AddForeignKey
ALTER TABLE "agents" ADD CONSTRAINT "agents_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "roles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unmaskings" ADD CONSTRAINT "unmaskings_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;
