import type { BulkAct } from '../contract/ticket-bulk.ts';
import { agentActor } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { snoozeTicket } from '../snooze/snooze-ticket.ts';
import { wakeTicket } from '../snooze/wake-ticket.ts';
import { changeTicket } from '../tickets/matter/change-ticket.ts';
import { setOption } from '../tickets/matter/set-option.ts';
import { mergeTickets } from '../tickets/moves/merge-tickets.ts';
import { undoMove } from '../tickets/moves/undo-move.ts';
import { setTicketStatus } from '../tickets/set-ticket-status.ts';
import { assignTicket } from '../together/assign/assign-ticket.ts';
import { changeQueue } from './change-queue.ts';
import { takeBackStatus } from './take-back-status.ts';
import { readState, type TicketState } from './ticket-state.ts';

/** Whose act it is: what they may write of a ticket depends on their role. */
export type Actor = Parameters<typeof setOption>[1];

/** The verb that this act is, once for one ticket. */
export async function actOnTicket(hub: Hub, agent: Actor, ticketId: string, act: BulkAct): Promise<void> {
  const agentId = agent.id;
  switch (act.do) {
    case 'status':
      return setTicketStatus(hub, agentActor(agentId), ticketId, act.status);
    case 'assign':
      return assignTicket(hub, agentId, ticketId, { agentId: act.agentId });
    case 'queue':
      return changeQueue(hub, agentId, ticketId, act.queueId);
    case 'kind':
      return changeTicket(hub, agentId, ticketId, { kind: act.kind });
    case 'category':
      return changeTicket(hub, agentId, ticketId, { categoryId: act.categoryId });
    case 'option':
      return setOption(hub, agent, ticketId, act);
    case 'snooze':
      return snoozeTicket(hub, { kind: 'agent', id: agentId }, ticketId, new Date(act.until));
    case 'merge':
      return void (await mergeTickets(hub, agentId, ticketId, act.intoId));
  }
}

/** What an act has made of a ticket, and must still be so for undoing it. */
export function isAsActed(state: TicketState, act: BulkAct): boolean {
  switch (act.do) {
    case 'status':
      return state.status === act.status;
    case 'assign':
      return state.assigneeId === act.agentId;
    case 'queue':
      return state.queueId === act.queueId;
    case 'kind':
      return state.kind === act.kind;
    case 'category':
      return state.categoryId === act.categoryId;
    case 'option':
      return (state.options?.[act.key] ?? []).includes(act.option) === act.on;
    case 'snooze':
      return state.snoozedUntil === new Date(act.until).toISOString();
    case 'merge':
      return state.mergedIntoId === act.intoId;
  }
}

/** The ticket is again as it was before the act. */
export async function undoOnTicket(
  hub: Hub,
  agent: Actor,
  ticketId: string,
  act: BulkAct,
  before: TicketState,
  since: Date,
): Promise<void> {
  const agentId = agent.id;
  switch (act.do) {
    case 'status':
      return takeBackStatus(hub, agentId, ticketId, { from: act.status, to: before.status, since });
    case 'assign':
      return assignTicket(hub, agentId, ticketId, { agentId: before.assigneeId, expected: act.agentId });
    case 'queue':
      return changeQueue(hub, agentId, ticketId, before.queueId);
    case 'kind':
      return changeTicket(hub, agentId, ticketId, { kind: before.kind, categoryId: before.categoryId });
    case 'category':
      return changeTicket(hub, agentId, ticketId, { categoryId: before.categoryId });
    case 'option':
      return setOption(hub, agent, ticketId, { ...act, on: !act.on });
    case 'snooze':
      return unsnooze(hub, agentId, ticketId, before);
    case 'merge':
      return unmerge(hub, agentId, ticketId);
  }
}

/** Until when it was put aside before, if it was; nobody answers for it who did not before. */
async function unsnooze(hub: Hub, agentId: string, ticketId: string, { snoozedUntil, assigneeId }: TicketState): Promise<void> {
  const actor = { kind: 'agent', id: agentId } as const;
  if (snoozedUntil && new Date(snoozedUntil) > hub.clock.now()) return snoozeTicket(hub, actor, ticketId, new Date(snoozedUntil));
  await wakeTicket(hub, actor, ticketId);
  if (assigneeId === null) await assignTicket(hub, agentId, ticketId, { agentId: null });
}

async function unmerge(hub: Hub, agentId: string, ticketId: string): Promise<void> {
  const moveId = (await readState(hub.db, ticketId))?.mergeId;
  if (moveId) await undoMove(hub, agentId, moveId);
}
