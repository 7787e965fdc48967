-- AlterTable
ALTER TABLE "inboxes" ADD COLUMN "recording" TEXT NOT NULL DEFAULT 'off';

-- AlterTable
ALTER TABLE "calls" ADD COLUMN "recording_id" TEXT,
ADD COLUMN "recording_state" TEXT,
ADD COLUMN "recording_told_at" TIMESTAMPTZ(3);

-- Sound does not get smaller by being packed, and of what is not packed a part can be read without the whole.
ALTER TABLE "attachments" ALTER COLUMN "content" SET STORAGE EXTERNAL;
