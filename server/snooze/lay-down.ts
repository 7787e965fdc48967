import type { Channel } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { freeAgent } from '../routing/free-agent.ts';
import type { HeldTicket } from './hold-for-snooze.ts';

interface Held {
  readonly id: string;
  readonly conversationId: string;
  readonly queueId: string;
  readonly channel: Channel;
}

/** What an agent holds of a ticket and nobody is waiting at the other end of leaves their hands. Returns which tasks. */
export async function layDown(hub: Hub, tx: Tx, ticket: HeldTicket, agentId: string): Promise<string[]> {
  const held = await tx.all<Held>(sql`
    update tasks set state = 'completed', ended_at = ${hub.clock.now()}, end_reason = 'snoozed'
    where ticket_id = ${ticket.id} and agent_id = ${agentId} and state = 'assigned' and channel in ('email', 'sms')
    returning id, conversation_id, queue_id, channel::text`);
  if (held.length > 0) freeAgent(hub, tx, agentId);
  for (const task of held) {
    record(hub, tx, {
      name: 'task.completed',
      actor: agentActor(agentId),
      customerId: ticket.customerId,
      ticketId: ticket.id,
      conversationId: task.conversationId,
      queueId: task.queueId,
      taskId: task.id,
      agentId,
      data: { disposition: null },
    });
  }
  return held.map(({ id }) => id);
}
