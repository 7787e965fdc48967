import { v7 as uuid } from 'uuid';
import type { Caller } from '../auth/identify-caller.ts';
import type { BodyOf } from '../contract/api.ts';
import { bulkLimit } from '../contract/ticket-bulk.ts';
import type { TicketFilter } from '../contract/ticket-list.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { findTickets } from '../tickets/list/find-tickets.ts';

/** Ask that one thing be done to many tickets; returns the run. Throws `nothing_chosen` or `too_many_tickets`. */
export async function startBulk(hub: Hub, caller: Caller, { act, ids, filter }: BodyOf<'startBulk'>): Promise<string> {
  const ticketIds = ids ? [...new Set(ids)] : filter ? await everyTicket(hub, caller, filter) : [];
  if (ticketIds.length === 0) throw new HubError('nothing_chosen');
  const id = uuid();
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      insert into bulk_runs (id, act, state, total, created_by_id, created_at)
      values (${id}, ${json(act)}, 'running', ${ticketIds.length}, ${caller.id}, ${hub.clock.now()})`);
    tx.write(sql`
      insert into bulk_items (run_id, position, ticket_id)
      select ${id}, t.position, t.id from unnest(${ticketIds}::uuid[]) with ordinality as t(id, position)`);
    record(hub, tx, {
      name: 'bulk.requested',
      actor: agentActor(caller.id),
      agentId: caller.id,
      data: { runId: id, total: ticketIds.length },
    });
  });
  return id;
}

/** The longest untouched first; one that is changed meanwhile does not come twice. */
async function everyTicket(hub: Hub, caller: Caller, filter: TicketFilter): Promise<string[]> {
  const found = new Set<string>();
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await findTickets(hub, caller, { filter, sort: 'updated.asc', limit: 1000, cursor });
    for (const id of page.ids) found.add(id);
    if (found.size > bulkLimit) throw new HubError('too_many_tickets', `more than ${bulkLimit}`);
    more = page.next !== null;
    cursor = page.next ?? undefined;
  }
  return [...found];
}
