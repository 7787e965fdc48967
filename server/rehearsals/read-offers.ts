import type { ReservationState } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** Somebody was asked to take a task. */
export interface Asked {
  readonly taskId: string;
  readonly state: ReservationState;
  readonly offeredAt: Date;
}

const TASKS_AT_ONCE = 5000;

/** Which of these tasks somebody moved to another queue or gave to an agent out of turn. */
export async function readInterventions(db: Reader, taskIds: readonly string[]): Promise<Map<string, 'by_hand' | 'moved'>> {
  const found = new Map<string, 'by_hand' | 'moved'>();
  const wanted = new Set(taskIds);
  const rows = await db.all<{ taskId: string; name: string }>(
    sql`select task_id, name from events where name in ('task.moved', 'task.assigned_by_hand') and task_id is not null order by name, at`,
  );
  for (const { taskId, name } of rows) if (wanted.has(taskId)) found.set(taskId, name === 'task.moved' ? 'moved' : 'by_hand');
  return found;
}

/** Who was asked for each of these tasks, in the order of asking. */
export async function readOffers(db: Reader, taskIds: readonly string[]): Promise<Map<string, Asked[]>> {
  const offers = new Map<string, Asked[]>();
  for (let first = 0; first < taskIds.length; first += TASKS_AT_ONCE) {
    const rows = await db.all<Asked>(sql`
      select task_id, state::text, offered_at from reservations where task_id = any(${taskIds.slice(first, first + TASKS_AT_ONCE)}::uuid[])
      order by offered_at, id`);
    for (const row of rows) offers.set(row.taskId, [...(offers.get(row.taskId) ?? []), row]);
  }
  return offers;
}
