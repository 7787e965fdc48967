-- AlterTable
ALTER TABLE "agents" ADD COLUMN "first_steps" JSONB NOT NULL DEFAULT '{"done": [], "closed": false}';

-- AlterTable
ALTER TABLE "inboxes" ADD COLUMN "greeting" JSONB NOT NULL DEFAULT '{"en": "", "zh-CN": ""}',
ADD COLUMN "signature" JSONB NOT NULL DEFAULT '{"en": "", "zh-CN": ""}';

-- AlterTable
ALTER TABLE "custom_fields" ADD COLUMN "read_by" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
ADD COLUMN "write_by" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[];

-- AlterTable
ALTER TABLE "ticket_fields" ADD COLUMN "read_by" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
ADD COLUMN "write_by" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[];
