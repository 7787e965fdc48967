import { v7 as uuid } from 'uuid';
import type { ClockKind } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { type HeldTicket, subjectsOf } from './hold-tickets.ts';
import type { StateChange } from './ticket-state.ts';

/** What went from one ticket to another. */
export interface TicketMove {
  readonly kind: 'merge' | 'split';
  readonly fromId: string;
  readonly toId: string;
  readonly conversationIds: readonly string[];
  readonly entryIds: readonly string[];
  readonly taskIds: readonly string[];
  readonly watcherIds: readonly string[];
  readonly change: MoveChange;
}

/** Both tickets before and after, and where each conversation stood. */
export interface MoveChange {
  readonly from: StateChange;
  readonly to: StateChange;
  /** Clocks that went along. */
  readonly clocks: readonly ClockKind[];
  readonly lastSeqs: Readonly<Record<string, number>>;
  readonly sideIds: readonly string[];
}

/** Write down what was moved, so that it can go back. Returns the move's id. */
export function keepMove(hub: Hub, tx: Tx, byAgentId: string, move: TicketMove): string {
  const id = uuid();
  tx.write(sql`
    insert into ticket_moves (id, kind, from_id, to_id, by_agent_id, at, conversation_ids, entry_ids, task_ids, watcher_ids, change)
    values (${id}, ${move.kind}, ${move.fromId}, ${move.toId}, ${byAgentId}, ${hub.clock.now()}, ${[...move.conversationIds]}::uuid[],
      ${[...move.entryIds]}::uuid[], ${[...move.taskIds]}::uuid[], ${[...move.watcherIds]}::uuid[], ${json(move.change)})`);
  return id;
}

/** Both tickets tell of it: the one it left names the conversation and the task, so that open windows follow them. */
export async function tellMove(
  hub: Hub,
  tx: Tx,
  name: 'ticket.merged' | 'ticket.split' | 'ticket.move_undone',
  byAgentId: string,
  [from, to]: readonly [HeldTicket, HeldTicket],
  { moveId, conversationIds }: { moveId: string; conversationIds: readonly string[] },
): Promise<void> {
  const actor = agentActor(byAgentId);
  const task = await tx.maybe<{ id: string; agentId: string | null }>(sql`
    select id, agent_id from tasks where conversation_id = any(${[...conversationIds]}::uuid[]) and state in ('pending', 'reserved', 'assigned', 'wrapping')
    order by agent_id is null, id limit 1`);
  const along = { conversationId: conversationIds[0] ?? null, taskId: task?.id ?? null, agentId: task?.agentId ?? null };
  record(hub, tx, { name, actor, ...subjectsOf(from), ...along, data: { moveId, way: 'out', otherId: to.id } });
  record(hub, tx, { name, actor, ...subjectsOf(to), data: { moveId, way: 'in', otherId: from.id } });
}
