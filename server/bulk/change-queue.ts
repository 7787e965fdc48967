import { lockConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { moveTask } from '../routing/move-task.ts';
import { holdTicket, subjectsOf } from '../tickets/moves/hold-tickets.ts';

/**
 * A ticket belongs to another queue from now on: what waits of it goes into line there, with the age of its need; what somebody
 * has in hand stays in their hands. Throws `not_found` or `unknown_queue`.
 */
export async function changeQueue(hub: Hub, agentId: string, ticketId: string, queueId: string): Promise<void> {
  const { queues } = await hub.catalog.current();
  if (!queues.some(({ id }) => id === queueId)) throw new HubError('unknown_queue', queueId);
  await hub.db.transact(async (tx) => {
    const ticket = await holdTicket(tx, ticketId);
    if (ticket.queueId === queueId) return;
    for (const conversationId of await waiting(tx, ticketId))
      await moveTask(hub, tx, await lockConversation(tx, conversationId), { queueId, reason: 'transferred', by: agentActor(agentId) });
    tx.write(sql`update tickets set queue_id = ${queueId}, updated_at = ${hub.clock.now()} where id = ${ticketId}`);
    const data = { fromQueueId: ticket.queueId, toQueueId: queueId };
    record(hub, tx, { name: 'ticket.queue_changed', actor: agentActor(agentId), ...subjectsOf(ticket), queueId, data });
  });
}

async function waiting(tx: Tx, ticketId: string): Promise<string[]> {
  const lines = await tx.all<{ conversationId: string }>(
    sql`select conversation_id from tasks where ticket_id = ${ticketId} and state in ('pending', 'reserved') order by conversation_id`,
  );
  return lines.map(({ conversationId }) => conversationId);
}
