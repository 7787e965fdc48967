import { v7 as uuid } from 'uuid';
import type { TakenChange } from '../../contract/macros.ts';
import type { MacroAction } from '../../contract/message-parts.ts';
import { type TicketKind, type TicketStatus, ticketTransitions } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { changeTicketStatus } from '../../tickets/set-ticket-status.ts';
import { writeNote } from '../add-note.ts';
import { type HeldConversation, subjectsOf } from '../lock-conversation.ts';

interface HeldTicket {
  status: TicketStatus;
  kind: TicketKind;
  assigneeId: string | null;
  queueId: string;
}

/** What was done, and what the ticket was before and is now, as far as it can be taken back. */
export interface Taken {
  readonly did: MacroAction['do'][];
  readonly change: TakenChange;
}

/** Do to the ticket of a held conversation what a macro says; what cannot be done as it stands now is left out. */
export async function takeActions(
  hub: Hub,
  tx: Tx,
  held: HeldConversation,
  agentId: string,
  actions: readonly MacroAction[],
): Promise<Taken> {
  const change = { at: hub.clock.now().toISOString() };
  if (actions.length === 0) return { did: [], change };
  const ticket = await tx.one<HeldTicket>(
    sql`select status::text, kind::text, assignee_id, queue_id from tickets where id = ${held.ticketId} for update`,
  );
  const before = { ...ticket };
  const did: MacroAction['do'][] = [];
  for (const action of actions) if (await take(hub, tx, { held, ticket, agentId }, action)) did.push(action.do);
  return { did, change: { ...change, ...changeOf(before, ticket) } };
}

const changeOf = (from: HeldTicket, to: HeldTicket): Omit<TakenChange, 'at'> => ({
  ...(from.status !== to.status ? { status: { from: from.status, to: to.status } } : {}),
  ...(from.kind !== to.kind ? { kind: { from: from.kind, to: to.kind } } : {}),
  ...(from.assigneeId !== to.assigneeId ? { assigneeId: { from: from.assigneeId, to: to.assigneeId } } : {}),
});

interface Place {
  readonly held: HeldConversation;
  readonly ticket: HeldTicket;
  readonly agentId: string;
}

async function take(hub: Hub, tx: Tx, place: Place, action: MacroAction): Promise<boolean> {
  switch (action.do) {
    case 'set_status':
      return setStatus(hub, tx, place, action.status);
    case 'set_kind':
      return setKind(hub, tx, place, action.kind);
    case 'assign_to_me':
      return assignToMe(hub, tx, place);
    case 'add_note':
      writeNote(hub, tx, place.held, place.agentId, { id: uuid(), clientId: null, text: action.text });
      return true;
  }
}

async function setStatus(hub: Hub, tx: Tx, { held, ticket, agentId }: Place, status: TicketStatus): Promise<boolean> {
  if (!ticketTransitions[ticket.status].includes(status)) return false;
  const { customerId, ticketId } = held;
  await changeTicketStatus(
    hub,
    tx,
    { customerId, ticketId, queueId: ticket.queueId, ticketStatus: ticket.status },
    agentActor(agentId),
    status,
  );
  ticket.status = status;
  return true;
}

function setKind(hub: Hub, tx: Tx, { held, ticket, agentId }: Place, kind: TicketKind): boolean {
  if (ticket.kind === kind || ticket.status === 'closed') return false;
  tx.write(sql`update tickets set kind = ${kind}, updated_at = ${hub.clock.now()} where id = ${held.ticketId}`);
  const data = { fields: ['kind'], from: { kind: ticket.kind }, to: { kind } };
  record(hub, tx, { name: 'ticket.changed', actor: agentActor(agentId), ...subjectsOf(held), data });
  ticket.kind = kind;
  return true;
}

function assignToMe(hub: Hub, tx: Tx, { held, ticket, agentId }: Place): boolean {
  if (ticket.assigneeId === agentId || ticket.status === 'closed') return false;
  tx.write(sql`update tickets set assignee_id = ${agentId}, updated_at = ${hub.clock.now()} where id = ${held.ticketId}`);
  record(hub, tx, { name: 'ticket.assigned', actor: agentActor(agentId), ...subjectsOf(held), agentId, data: {} });
  ticket.assigneeId = agentId;
  return true;
}
