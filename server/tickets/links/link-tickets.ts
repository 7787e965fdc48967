import { v7 as uuid } from 'uuid';
import type { LinkKind } from '../../contract/statuses.ts';
import { type Tx, violatedConstraint } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { holdTicket, subjectsOf } from '../moves/hold-tickets.ts';

/**
 * Two tickets have to do with each other, or the other is the parent of this one. Returns the link's id. Throws `not_found`,
 * `same_ticket`, `linked_already`, `has_a_parent` or `ticket_cycle`.
 */
export async function linkTickets(hub: Hub, byAgentId: string, ticketId: string, otherId: string, kind: LinkKind): Promise<string> {
  if (ticketId === otherId) throw new HubError('same_ticket');
  const id = uuid();
  // Two related tickets stand in one order, so that there is one row whichever was asked first.
  const [fromId, toId] = kind === 'related' && otherId < ticketId ? [otherId, ticketId] : [ticketId, otherId];
  try {
    await hub.db.transact(async (tx) => {
      if (kind === 'parent') await refuseCycle(tx, ticketId, otherId);
      await refuseLinked(tx, ticketId, otherId);
      tx.write(
        sql`insert into ticket_links (id, kind, from_id, to_id, by_agent_id, at) values (${id}, ${kind}, ${fromId}, ${toId}, ${byAgentId}, ${hub.clock.now()})`,
      );
      await tell(hub, tx, 'ticket.linked', byAgentId, [ticketId, otherId], { linkId: id, kind });
    });
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === 'ticket_links_from_id_to_id_key') throw new HubError('linked_already');
    if (constraint === 'ticket_links_one_parent') throw new HubError('has_a_parent');
    throw error;
  }
  return id;
}

/** They have nothing to do with each other after all. Throws `not_found`. */
export async function unlinkTickets(hub: Hub, byAgentId: string, linkId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const link = await tx.maybe<{ kind: LinkKind; fromId: string; toId: string }>(
      sql`delete from ticket_links where id = ${linkId} returning kind, from_id, to_id`,
    );
    if (!link) throw new HubError('not_found');
    await tell(hub, tx, 'ticket.unlinked', byAgentId, [link.fromId, link.toId], { linkId, kind: link.kind });
  });
}

async function refuseLinked(tx: Tx, one: string, other: string): Promise<void> {
  const linked = await tx.maybe(
    sql`select from ticket_links where (from_id = ${one} and to_id = ${other}) or (from_id = ${other} and to_id = ${one})`,
  );
  if (linked) throw new HubError('linked_already');
}

/** No ticket is part of itself, however many stand between. Whoever names parents does so one after the other. */
async function refuseCycle(tx: Tx, childId: string, parentId: string): Promise<void> {
  tx.write(sql`select pg_advisory_xact_lock(hashtextextended('parents of tickets', 0))`);
  const cycle = await tx.maybe(sql`
    with recursive up (id) as (
      select ${parentId}::uuid union select l.to_id from ticket_links l join up on l.from_id = up.id where l.kind = 'parent')
    select from up where id = ${childId}`);
  if (cycle) throw new HubError('ticket_cycle');
}

/** Both tickets tell of it. */
async function tell(
  hub: Hub,
  tx: Tx,
  name: 'ticket.linked' | 'ticket.unlinked',
  byAgentId: string,
  [one, other]: readonly [string, string],
  data: { linkId: string; kind: LinkKind },
): Promise<void> {
  for (const [ticketId, otherId] of [
    [one, other],
    [other, one],
  ] as const) {
    const ticket = await holdTicket(tx, ticketId);
    record(hub, tx, { name, actor: agentActor(byAgentId), ...subjectsOf(ticket), data: { ...data, otherId } });
  }
}
