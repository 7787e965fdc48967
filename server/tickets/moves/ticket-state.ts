import type { TicketStatus } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { type Clocks, firstDue, nextLook } from '../clocks/clock.ts';
import type { HeldTicket } from './hold-tickets.ts';

/** What a merge or a split changes of a ticket itself; kept before and after, so that an undo knows what has changed since. */
export interface TicketState {
  readonly status: TicketStatus;
  readonly assigneeId: string | null;
  readonly unservedSince: string | null;
  readonly clocks: Clocks;
  readonly updatedAt: string;
}

export interface StateChange {
  readonly before: TicketState;
  readonly after: TicketState;
}

export const stateOf = ({ status, assigneeId, unservedSince, clocks, updatedAt }: HeldTicket): TicketState => ({
  status,
  assigneeId,
  unservedSince: unservedSince?.toISOString() ?? null,
  clocks,
  updatedAt: updatedAt.toISOString(),
});

export function writeState(tx: Tx, ticketId: string, state: TicketState): void {
  const due = firstDue(state.clocks);
  tx.write(sql`
    update tickets set status = ${state.status}, assignee_id = ${state.assigneeId}, unserved_since = ${state.unservedSince}, clocks = ${json(state.clocks)},
      due_at = ${due?.at ?? null}, due_kind = ${due?.kind ?? null}, clock_at = ${nextLook(state.clocks)}, updated_at = ${state.updatedAt}
    where id = ${ticketId}`);
}

/** As it was, but for what somebody has changed since. */
export function takeBack(now: TicketState, { before, after }: StateChange): TicketState {
  const field = <Key extends 'status' | 'assigneeId' | 'unservedSince' | 'updatedAt'>(key: Key): TicketState[Key] =>
    now[key] === after[key] ? before[key] : now[key];
  return {
    status: field('status'),
    assigneeId: field('assigneeId'),
    unservedSince: field('unservedSince'),
    updatedAt: field('updatedAt'),
    clocks: now.clocks,
  };
}
