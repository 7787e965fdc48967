import { refreshRoom } from '../agents/refresh-room.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { settleOffer } from './answer-offer.ts';

/** The agent takes the task: it is theirs, and so is the ticket if nobody answers for it yet. Returns the task's id. */
export async function acceptOffer(hub: Hub, agentId: string, reservationId: string): Promise<string> {
  return hub.db.transact(async (tx) => {
    const { channel, ...offer } = await settleOffer(hub, tx, reservationId, agentId, 'accepted');
    const now = hub.clock.now();
    const actor = agentActor(agentId);
    const ticket = await tx.one<{ status: string }>(sql`select status::text from tickets where id = ${offer.ticketId} for update`);
    tx.write(sql`update tasks set state = 'assigned', assigned_at = ${now} where id = ${offer.taskId}`);
    refreshRoom(tx, agentId, sql`missed_offers = 0,`);
    tx.write(sql`
      update tickets set assignee_id = coalesce(assignee_id, ${agentId}), updated_at = ${now}, status = case when status = 'new' then 'open' else status end
      where id = ${offer.ticketId}`);
    if (channel === 'voice')
      tx.write(
        sql`update calls set state = 'connecting', agent_id = ${agentId} where conversation_id = ${offer.conversationId} and state = 'waiting'`,
      );
    record(hub, tx, { name: 'reservation.accepted', actor, ...offer, data: { reservationId, channel } });
    if (ticket.status === 'new') record(hub, tx, { name: 'ticket.status_changed', actor, ...offer, data: { from: 'new', to: 'open' } });
    return offer.taskId;
  });
}
