import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { type Actor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { freeAgent } from '../routing/free-agent.ts';
import type { HeldTicket, StandingSnooze } from './hold-for-snooze.ts';

/**
 * What was laid down with a snooze is in the same hands again, unless there is somebody's work on that conversation by now.
 * Their room is not asked: it is work they had planned.
 */
export async function takeUpAgain(hub: Hub, tx: Tx, actor: Actor, ticket: HeldTicket, snooze: StandingSnooze): Promise<void> {
  const back = await tx.all<{ id: string; conversationId: string; queueId: string }>(sql`
    update tasks k set state = 'assigned', ended_at = null, end_reason = null
    where k.id = any(${[...snooze.taskIds]}::uuid[]) and k.state = 'completed' and k.end_reason = 'snoozed' and not exists (
      select from tasks other where other.conversation_id = k.conversation_id and other.state in ('pending', 'reserved', 'assigned', 'wrapping'))
    returning k.id, k.conversation_id, k.queue_id`);
  if (back.length > 0) freeAgent(hub, tx, snooze.agentId);
  for (const task of back) {
    record(hub, tx, {
      name: 'task.taken_up',
      actor,
      customerId: ticket.customerId,
      ticketId: ticket.id,
      conversationId: task.conversationId,
      queueId: task.queueId,
      taskId: task.id,
      agentId: snooze.agentId,
      data: {},
    });
  }
}
