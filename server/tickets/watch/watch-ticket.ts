import { sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { holdTicket, subjectsOf } from '../moves/hold-tickets.ts';

/** Hear of everything that happens to a ticket, or no longer. What is so already changes nothing. */
export async function watchTicket(hub: Hub, agentId: string, ticketId: string, watching: boolean): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ticket = await holdTicket(tx, ticketId);
    const changed = await tx.maybe(
      watching
        ? sql`insert into ticket_watchers (ticket_id, agent_id, since) values (${ticketId}, ${agentId}, ${hub.clock.now()}) on conflict do nothing returning agent_id`
        : sql`delete from ticket_watchers where ticket_id = ${ticketId} and agent_id = ${agentId} returning agent_id`,
    );
    if (changed)
      record(hub, tx, { name: 'ticket.watched', actor: agentActor(agentId), ...subjectsOf(ticket), agentId, data: { watching } });
  });
}
