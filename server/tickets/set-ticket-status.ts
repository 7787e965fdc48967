import { type TicketStatus, ticketTransitions } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { type Actor, record, type Subjects } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { tellClocks } from './clocks/tell-clocks.ts';
import { requireRootCause } from './matter/require-root-cause.ts';
import { tellWatchers } from './watch/tell-watchers.ts';

/** Set a ticket's status by hand; of a ticket that is done nothing waits in the queue any more. Throws `not_found`, `status_not_reachable` or `root_cause_missing`. */
export async function setTicketStatus(hub: Hub, actor: Actor, ticketId: string, status: TicketStatus): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ticket = await tx.maybe<{ status: TicketStatus; customerId: string; queueId: string }>(
      sql`select status::text, customer_id, queue_id from tickets where id = ${ticketId} for update`,
    );
    if (!ticket) throw new HubError('not_found');
    await changeTicketStatus(
      hub,
      tx,
      { ticketId, ticketStatus: ticket.status, customerId: ticket.customerId, queueId: ticket.queueId },
      actor,
      status,
    );
  });
}

export const isDone = (status: TicketStatus): boolean => status === 'solved' || status === 'closed';

/** The change itself, within a transaction that holds the ticket. Setting the present status changes nothing. */
export async function changeTicketStatus(
  hub: Hub,
  tx: Tx,
  ticket: Subjects & { ticketId: string; ticketStatus: TicketStatus },
  actor: Actor,
  status: TicketStatus,
  /** Of an erasure: nobody is left to say why it came about. */
  evenUnexplained = false,
): Promise<void> {
  if (ticket.ticketStatus === status) return;
  if (!ticketTransitions[ticket.ticketStatus].includes(status))
    throw new HubError('status_not_reachable', `${ticket.ticketStatus} → ${status}`);
  if (isDone(status) && !evenUnexplained) await requireRootCause(hub, tx, ticket.ticketId);
  const unserved = isDone(status) ? sql`null` : sql`unserved_since`;
  tx.write(
    sql`update tickets set status = ${status}, updated_at = ${hub.clock.now()}, unserved_since = ${unserved} where id = ${ticket.ticketId}`,
  );
  const { customerId = null, ticketId, queueId = null } = ticket;
  record(hub, tx, { name: 'ticket.status_changed', actor, customerId, ticketId, queueId, data: { from: ticket.ticketStatus, to: status } });
  tellWatchers(hub, tx, { ticketId, byAgentId: actor.kind === 'agent' ? actor.id : null, detail: { status } });
  await tellClocks(hub, tx, ticketId, { type: 'status' });
}
