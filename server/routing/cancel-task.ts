import type { HeldConversation } from '../conversations/lock-conversation.ts';
import { subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { freeAgent } from './free-agent.ts';

/** The need is gone (the caller hung up, the ticket was solved): nobody is asked any more. */
export function cancelTask(hub: Hub, tx: Tx, held: HeldConversation, reason: string): void {
  const now = hub.clock.now();
  tx.write(sql`update tasks set state = 'canceled', ended_at = ${now}, end_reason = ${reason} where id = ${held.taskId}`);
  tx.write(sql`update reservations set state = 'canceled', answered_at = ${now} where task_id = ${held.taskId} and state = 'pending'`);
  if (held.taskAgentId) freeAgent(hub, tx, held.taskAgentId);
  record(hub, tx, { name: 'task.canceled', actor: theHub, ...subjectsOf(held), data: { reason } });
}
