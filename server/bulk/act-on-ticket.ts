import type { BulkAct } from '../contract/ticket-bulk.ts';
import { agentActor } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { changeTicket } from '../tickets/matter/change-ticket.ts';
import { setTicketStatus } from '../tickets/set-ticket-status.ts';
import { assignTicket } from '../together/assign/assign-ticket.ts';
import { changeQueue } from './change-queue.ts';
import { takeBackStatus } from './take-back-status.ts';
import type { TicketState } from './ticket-state.ts';

/** The verb that this act is, once for one ticket. */
export async function actOnTicket(hub: Hub, agentId: string, ticketId: string, act: BulkAct): Promise<void> {
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
  }
}

/** The ticket is again as it was before the act. */
export async function undoOnTicket(
  hub: Hub,
  agentId: string,
  ticketId: string,
  act: BulkAct,
  before: TicketState,
  since: Date,
): Promise<void> {
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
  }
}
