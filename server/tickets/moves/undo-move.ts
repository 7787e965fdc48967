import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { type HeldTicket, holdTickets } from './hold-tickets.ts';
import { handBack } from './share-clocks.ts';
import { type TicketMove, tellMove } from './ticket-move.ts';
import { stateOf, type TicketState, takeBack, writeState } from './ticket-state.ts';

type Kept = TicketMove & { readonly id: string; readonly undoneAt: Date | null };

/**
 * Everything that a merge or a split moved is where it was, and what was said meanwhile in a conversation goes back with it.
 * What somebody has changed of the ticket that remains stays. Throws `not_found`, `undone_already` or `moved_on`.
 */
export async function undoMove(hub: Hub, byAgentId: string, moveId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const known = await readMove(tx, moveId);
    const [from, to] = await holdTickets(tx, [known.fromId, known.toId]);
    // Held by now: nobody else undoes it.
    const move = await readMove(tx, moveId);
    if (move.undoneAt) throw new HubError('undone_already');
    if (!from || !to) throw new HubError('not_found');
    await refuseMovedOn(tx, move);
    sendBack(tx, move);
    const back = statesBack(hub, move, from, to);
    writeState(tx, from.id, back.from);
    writeState(tx, to.id, back.to);
    tx.write(sql`delete from ticket_watchers where ticket_id = ${move.toId} and agent_id = any(${[...move.watcherIds]}::uuid[])`);
    tx.write(sql`update ticket_moves set undone_at = ${hub.clock.now()}, undone_by_id = ${byAgentId} where id = ${moveId}`);
    await tellMove(hub, tx, 'ticket.move_undone', byAgentId, [to, from], { moveId, conversationIds: move.conversationIds });
  });
}

async function readMove(tx: Tx, id: string): Promise<Kept> {
  const move = await tx.maybe<Kept>(sql`
    select id, kind, from_id, to_id, conversation_ids::text[], entry_ids::text[], task_ids::text[], watcher_ids::text[], change, undone_at
    from ticket_moves where id = ${id}`);
  if (!move) throw new HubError('not_found');
  return move;
}

/** It has gone further, or something of others' stands with the ticket that a split made. */
async function refuseMovedOn(tx: Tx, move: Kept): Promise<void> {
  const { moved } = await tx.one<{ moved: boolean }>(sql`
    select exists (select from conversations where id = any(${[...move.conversationIds]}::uuid[]) and ticket_id <> ${move.toId})
      or exists (select from entries where id = any(${[...move.entryIds]}::uuid[]) and ticket_id <> ${move.toId})
      or (${move.kind === 'split'} and exists (select from conversations where ticket_id = ${move.toId} and id <> all(${[...move.conversationIds]}::uuid[])))
      or exists (select from ticket_moves later where later.from_id = ${move.toId} and later.kind = 'merge' and later.undone_at is null) as moved`);
  if (moved) throw new HubError('moved_on');
}

/** With what was said since in the conversations that go back. */
function sendBack(tx: Tx, { fromId, toId, conversationIds, entryIds, taskIds, change }: Kept): void {
  const conversations = sql`${[...conversationIds]}::uuid[]`;
  tx.write(sql`update conversations set ticket_id = ${fromId} where id = any(${conversations})`);
  tx.write(sql`
    update entries set ticket_id = ${fromId} where ticket_id = ${toId} and (id = any(${[...entryIds]}::uuid[])
      or (conversation_id = any(${conversations}) and seq > (${json(change.lastSeqs)}::jsonb ->> conversation_id::text)::int))`);
  tx.write(sql`
    update tasks set ticket_id = ${fromId} where ticket_id = ${toId} and (id = any(${[...taskIds]}::uuid[])
      or (conversation_id = any(${conversations}) and state in ('pending', 'reserved', 'assigned', 'wrapping')))`);
  tx.write(sql`update side_conversations set ticket_id = ${fromId} where id = any(${[...change.sideIds]}::uuid[])`);
  tx.write(sql`update help_requests set ticket_id = ${fromId} where ticket_id = ${toId} and conversation_id = any(${conversations})`);
}

/** A merged ticket is what it was; one that a split made is closed, and its number leads back. */
function statesBack(hub: Hub, { kind, change }: Kept, from: HeldTicket, to: HeldTicket): { from: TicketState; to: TicketState } {
  const now = { from: stateOf(from), to: stateOf(to) };
  const updatedAt = hub.clock.now().toISOString();
  if (kind === 'merge') {
    const clocks = handBack(now.to.clocks, change.clocks, { giver: change.from, keeper: change.to });
    return { from: { ...change.from.before, clocks: clocks.giver }, to: { ...takeBack(now.to, change.to), clocks: clocks.keeper } };
  }
  const { giver } = handBack(now.to.clocks, change.clocks, { giver: change.from, keeper: change.to });
  return {
    from: { ...takeBack(now.from, change.from), clocks: { ...now.from.clocks, ...pick(giver, change.clocks) } },
    to: { ...now.to, status: 'closed', clocks: {}, unservedSince: null, updatedAt },
  };
}

const pick = (clocks: TicketState['clocks'], kinds: readonly (keyof TicketState['clocks'])[]): TicketState['clocks'] =>
  Object.fromEntries(kinds.flatMap((kind) => (clocks[kind] ? [[kind, clocks[kind]]] : [])));
