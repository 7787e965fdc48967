import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

/** The conversation a task is about. Throws `not_found`. */
export async function conversationOfTask(db: Reader, taskId: string): Promise<string> {
  const task = await db.maybe<{ conversationId: string }>(sql`select conversation_id from tasks where id = ${taskId}`);
  if (!task) throw new HubError('not_found');
  return task.conversationId;
}
