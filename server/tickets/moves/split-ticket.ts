import { v7 as uuid } from 'uuid';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { isDone } from '../set-ticket-status.ts';
import { carry } from './carry.ts';
import { type HeldTicket, holdTicket, subjectsOf } from './hold-tickets.ts';
import { withClocksOf, withoutClocks } from './share-clocks.ts';
import { keepMove, tellMove } from './ticket-move.ts';
import { stateOf, type TicketState, writeState } from './ticket-state.ts';

export interface Split {
  /** From this entry on; without it all that this conversation has to do with the ticket. */
  readonly fromSeq?: number | undefined;
  readonly subject: string;
}

/**
 * A second matter gets a ticket of its own: a conversation, or what was said in it from an entry on. What is said there next
 * belongs to the new ticket; what was said before stays. Returns the move's id. Throws `not_found`, `ticket_closed`,
 * `nothing_to_split` or `whole_ticket`.
 */
export async function splitTicket(hub: Hub, byAgentId: string, conversationId: string, { fromSeq = 1, subject }: Split): Promise<string> {
  return hub.db.transact(async (tx) => {
    const known = await tx.maybe<{ ticketId: string }>(sql`select ticket_id from conversations where id = ${conversationId}`);
    if (!known) throw new HubError('not_found');
    const old = await holdTicket(tx, known.ticketId);
    if (old.status === 'closed') throw new HubError('ticket_closed');
    const speaks = await requireParts(tx, old, conversationId, fromSeq);
    const fresh = await openTicket(hub, tx, byAgentId, old, subject);
    const carried = await carry(tx, old, fresh.id, {
      conversations: sql`id = ${conversationId}`,
      entries: sql`conversation_id = ${conversationId} and seq >= ${fromSeq}`,
      tasks: sql`conversation_id = ${conversationId} and (${fromSeq <= 1} or state in ('pending', 'reserved', 'assigned', 'wrapping'))`,
    });
    // The answer that is owed is owed where the question stands.
    const clocks = speaks ? (['first_response', 'next_response'] as const) : [];
    const after: TicketState = { ...stateOf(old), clocks: withoutClocks(old.clocks, clocks), updatedAt: hub.clock.now().toISOString() };
    const born: TicketState = { ...stateOf(fresh), clocks: withClocksOf({}, old.clocks, [...clocks, 'resolution']) };
    writeState(tx, old.id, after);
    writeState(tx, fresh.id, born);
    const moveId = keepMove(hub, tx, byAgentId, {
      kind: 'split',
      fromId: old.id,
      toId: fresh.id,
      ...carried,
      watcherIds: [],
      change: {
        from: { before: stateOf(old), after },
        to: { before: stateOf(fresh), after: born },
        clocks,
        lastSeqs: carried.lastSeqs,
        sideIds: [],
      },
    });
    await tellMove(hub, tx, 'ticket.split', byAgentId, [old, fresh], { moveId, conversationIds: carried.conversationIds });
    return moveId;
  });
}

/** Something goes and something stays. Says whether the customer spoke last of what goes. */
async function requireParts(tx: Tx, old: HeldTicket, conversationId: string, fromSeq: number): Promise<boolean> {
  const goes = sql`e.conversation_id = ${conversationId} and e.seq >= ${fromSeq}`;
  const { going, staying, last } = await tx.one<{ going: number; staying: number; last: string | null }>(sql`
    select count(*) filter (where ${goes}) as going, count(*) filter (where not (${goes})) as staying,
      (array_agg(e.kind::text order by e.seq desc) filter (where ${goes} and e.kind in ('inbound', 'outbound')))[1] as last
    from entries e where e.ticket_id = ${old.id} and e.customer_id in (select customer_family(${old.recordId}))`);
  if (going === 0) throw new HubError('nothing_to_split');
  if (staying === 0) throw new HubError('whole_ticket');
  return last === 'inbound';
}

async function openTicket(hub: Hub, tx: Tx, byAgentId: string, old: HeldTicket, subject: string): Promise<HeldTicket> {
  const id = uuid();
  const now = hub.clock.now();
  const status = isDone(old.status) ? 'open' : old.status;
  tx.write(sql`
    insert into tickets (id, customer_id, queue_id, kind, status, subject, assignee_id, created_at, updated_at)
    select ${id}, customer_id, queue_id, kind, ${status}::ticket_status, ${subject}, assignee_id, ${now}, ${now} from tickets where id = ${old.id}`);
  const fresh = await holdTicket(tx, id);
  record(hub, tx, { name: 'ticket.opened', actor: agentActor(byAgentId), ...subjectsOf(fresh), data: {} });
  return fresh;
}
