-- AlterTable
ALTER TABLE "rehearsals" ADD COLUMN     "name" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "tasks_needed_at_id_idx" ON "tasks"("needed_at", "id");
