import { lockConversation } from '../../conversations/lock-conversation.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { customerActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** A callback that still waits for this customer. */
export interface WaitingCallback {
  readonly taskId: string;
  readonly conversationId: string;
  readonly ticketId: string;
  readonly queueId: string;
}

export const findWaitingCallback = (tx: Tx, customerId: string, number: string | null): Promise<WaitingCallback | undefined> =>
  tx.maybe<WaitingCallback>(sql`
    select t.id as task_id, t.conversation_id, t.ticket_id, t.queue_id from callbacks c join tasks t on t.id = c.task_id and t.kind = 'callback'
    where c.number = ${number} and t.customer_id in (select customer_family(${customerId})) and t.state in ('pending', 'reserved') order by t.needed_at limit 1`);

/**
 * The customer calls before we did: the same need, the same task, the same place, now answered on this call. False when
 * somebody accepted it in this very moment and is about to call.
 */
export async function joinCallback(
  hub: Hub,
  tx: Tx,
  { taskId, conversationId: former }: WaitingCallback,
  conversationId: string,
): Promise<boolean> {
  const held = await lockConversation(tx, former);
  if (held.taskId !== taskId || (held.taskState !== 'pending' && held.taskState !== 'reserved')) return false;
  tx.write(sql`update tasks set conversation_id = ${conversationId}, kind = 'contact' where id = ${taskId}`);
  tx.write(sql`delete from callbacks where task_id = ${taskId}`);
  const { customerId, ticketId, queueId } = held;
  const subjects = { customerId, ticketId, queueId, conversationId, taskId };
  record(hub, tx, { name: 'task.queued', actor: customerActor(customerId), ...subjects, data: { reason: 'called_again' } });
  return true;
}
