import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { goOn } from '../clocks/clock.ts';
import { keepingBy } from '../clocks/tell-clocks.ts';
import { isDone } from '../set-ticket-status.ts';
import { carry } from './carry.ts';
import { type HeldTicket, holdTickets } from './hold-tickets.ts';
import { toTakeOver, withClocksOf, withoutClocks } from './share-clocks.ts';
import { keepMove, tellMove } from './ticket-move.ts';
import { stateOf, type TicketState, writeState } from './ticket-state.ts';

/**
 * Two tickets are about one thing: everything of the first goes to the other, which owes from now on whatever was owed on
 * either. The first is closed, and its number leads on. Returns the move's id. Throws `not_found`, `same_ticket`,
 * `ticket_closed` or `other_customer`.
 */
export async function mergeTickets(hub: Hub, byAgentId: string, mergedId: string, intoId: string): Promise<string> {
  if (mergedId === intoId) throw new HubError('same_ticket');
  return hub.db.transact(async (tx) => {
    const [merged, kept] = await holdTickets(tx, [mergedId, intoId]);
    if (!merged || !kept) throw new HubError('not_found');
    if (merged.status === 'closed' || kept.status === 'closed') throw new HubError('ticket_closed');
    if (merged.customerId !== kept.customerId) throw new HubError('other_customer');
    const everything = sql`true`;
    const carried = await carry(tx, merged, kept.id, { conversations: everything, entries: everything, tasks: everything });
    const sides = await tx.all<{ id: string }>(
      sql`update side_conversations set ticket_id = ${kept.id} where ticket_id = ${merged.id} returning id`,
    );
    tx.write(sql`update help_requests set ticket_id = ${kept.id} where ticket_id = ${merged.id}`);
    const clocks = toTakeOver(kept.clocks, merged.clocks);
    const after = statesAfter(hub, merged, kept);
    writeState(tx, merged.id, after.merged);
    writeState(tx, kept.id, after.kept);
    const moveId = keepMove(hub, tx, byAgentId, {
      kind: 'merge',
      fromId: merged.id,
      toId: kept.id,
      ...carried,
      watcherIds: await joinWatchers(tx, merged.id, kept.id),
      change: {
        from: { before: stateOf(merged), after: after.merged },
        to: { before: stateOf(kept), after: after.kept },
        clocks,
        lastSeqs: carried.lastSeqs,
        sideIds: sides.map(({ id }) => id),
      },
    });
    await tellMove(hub, tx, 'ticket.merged', byAgentId, [merged, kept], { moveId, conversationIds: carried.conversationIds });
    return moveId;
  });
}

/** A customer who waits on either waits on the one that is left. */
function statesAfter(hub: Hub, merged: HeldTicket, kept: HeldTicket): { merged: TicketState; kept: TicketState } {
  const now = hub.clock.now();
  const [from, to] = [stateOf(merged), stateOf(kept)];
  const taken = toTakeOver(to.clocks, from.clocks);
  const clocks = withClocksOf(to.clocks, from.clocks, taken);
  const isWorkedOn = to.status === 'new' || to.status === 'open';
  const waits = from.status === 'new' || from.status === 'open' || (isDone(to.status) && !isDone(from.status));
  const opens = waits && !isWorkedOn;
  const since = [from.unservedSince, to.unservedSince].filter((at) => at !== null).sort();
  return {
    merged: { ...from, status: 'closed', clocks: withoutClocks(from.clocks, taken), unservedSince: null, updatedAt: now.toISOString() },
    kept: {
      status: opens ? 'open' : to.status,
      assigneeId: to.assigneeId ?? from.assigneeId,
      unservedSince: since[0] ?? null,
      clocks: opens ? goOn(clocks, keepingBy(hub.catalog.known()), now) : clocks,
      updatedAt: now.toISOString(),
    },
  };
}

/** Who watched the one watches the other. Returns those who did not before. */
async function joinWatchers(tx: Tx, mergedId: string, keptId: string): Promise<string[]> {
  const joined = await tx.all<{ agentId: string }>(sql`
    insert into ticket_watchers (ticket_id, agent_id, since)
    select ${keptId}, agent_id, since from ticket_watchers where ticket_id = ${mergedId}
    on conflict do nothing returning agent_id`);
  return joined.map(({ agentId }) => agentId);
}
