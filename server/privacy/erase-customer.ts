import { v7 as uuid } from 'uuid';
import type { ErasureBody } from '../contract/privacy.ts';
import type { TicketStatus } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { changeTicketStatus } from '../tickets/set-ticket-status.ts';
import { eraseIdentity } from './erase-identity.ts';
import { revisionOf } from './preview-erasure.ts';
import { readObstacles } from './read-obstacles.ts';

/**
 * Erase a customer: when this returns nothing says any more who they were or how they are reached; what they said goes in
 * batches right after, however often a node dies. Whoever writes from the same address later is somebody new.
 * Throws `not_found`, `customer_erased`, `changed_meanwhile` when it is not the records that were looked at, or `erasure_blocked`.
 */
export async function eraseCustomer(hub: Hub, agentId: string, customerId: string, body: ErasureBody): Promise<void> {
  await hub.db.transact(async (tx) => {
    const { head, records } = await holdRecords(tx, customerId);
    if (revisionOf(records) !== body.revision) throw new HubError('changed_meanwhile');
    const obstacles = await readObstacles(tx, records);
    if (obstacles.calls > 0 || (!body.force && obstacles.holds + obstacles.openTickets > 0))
      throw new HubError('erasure_blocked', undefined, { ...obstacles });
    await closeTickets(hub, tx, agentId, records);
    tx.write(sql`
      update legal_holds set ended_at = ${hub.clock.now()}, ended_by_id = ${agentId} where customer_id = any(${records}::uuid[]) and ended_at is null`);
    const counts = await eraseIdentity(tx, records, hub.clock.now());
    const erasureId = uuid();
    tx.write(sql`
      insert into erasures (id, customer_id, reason, by_agent_id, at, records, counts)
      values (${erasureId}, ${head}, ${body.reason}, ${agentId}, ${hub.clock.now()}, ${records}::uuid[], ${JSON.stringify(counts)})`);
    record(hub, tx, { name: 'customer.erasure_requested', actor: agentActor(agentId), customerId: head, data: { erasureId } });
  });
}

/** The records of this customer, held: no merge changes meanwhile who they are. */
async function holdRecords(tx: Tx, customerId: string): Promise<{ head: string; records: string[] }> {
  const rows = await tx.all<{ id: string; mergedIntoId: string | null; erasedAt: Date | null }>(
    sql`select id, merged_into_id, erased_at from customers where id in (select customer_family(${customerId})) order by id for update`,
  );
  const head = rows.find(({ mergedIntoId }) => mergedIntoId === null);
  if (!head) throw new HubError('not_found');
  if (rows.some(({ erasedAt }) => erasedAt)) throw new HubError('customer_erased');
  return { head: head.id, records: rows.map(({ id }) => id) };
}

/** Nobody is left to be answered: what waits is taken out of the queues by what follows from this. */
async function closeTickets(hub: Hub, tx: Tx, agentId: string, records: readonly string[]): Promise<void> {
  const open = await tx.all<{ id: string; status: TicketStatus; customerId: string; queueId: string }>(sql`
    select id, status::text, customer_id, queue_id from tickets where customer_id = any(${[...records]}::uuid[]) and status not in ('solved', 'closed') order by id for update`);
  for (const { id, status, ...subjects } of open)
    await changeTicketStatus(hub, tx, { ticketId: id, ticketStatus: status, ...subjects }, agentActor(agentId), 'closed', true);
}
