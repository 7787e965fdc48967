import { v7 as uuid } from 'uuid';
import { writeNote } from '../../conversations/add-note.ts';
import { lockConversation } from '../../conversations/lock-conversation.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { notify } from '../../notices/notify.ts';
import { type HeldTicket, holdTicket, subjectsOf } from '../../tickets/moves/hold-tickets.ts';
import { handOver } from './hand-over.ts';
import { preferAssignee } from './prefer-assignee.ts';

export interface Assignment {
  /** Null: nobody. */
  readonly agentId: string | null;
  /** For whoever has it next; the customer never sees it. */
  readonly note?: string | undefined;
  /** Who must answer for it now, else it is refused: how an assignment is undone. */
  readonly expected?: string | null | undefined;
}

/**
 * Say who answers for a ticket. What somebody has in hand of it goes along, as far as nobody waits at the other end; what
 * waits is offered to them first. They hear of it, with the note. Throws `not_found`, `ticket_closed`, `unknown_agent` or
 * `assigned_meanwhile`.
 */
export async function assignTicket(hub: Hub, byAgentId: string, ticketId: string, to: Assignment): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ticket = await holdTicket(tx, ticketId);
    await refuseBadTarget(tx, ticket, to);
    const isNew = ticket.assigneeId !== to.agentId;
    if (isNew) await change(hub, tx, byAgentId, ticket, to.agentId);
    const note = to.note?.trim() ?? '';
    const noteId = note ? await leaveNote(hub, tx, byAgentId, ticketId, note) : undefined;
    if (to.agentId && (isNew || note)) tellAssignee(hub, tx, { agentId: to.agentId, ticketId, byAgentId }, note, noteId);
  });
}

/** With the note, and where it stands. */
function tellAssignee(
  hub: Hub,
  tx: Tx,
  whom: { agentId: string; ticketId: string; byAgentId: string },
  note: string,
  noteId: string | undefined,
): void {
  const detail = { ...(note ? { text: note.slice(0, 2000) } : {}), ...(noteId ? { entryId: noteId } : {}) };
  notify(hub, tx, { ...whom, kind: 'assigned', detail });
}

async function refuseBadTarget(tx: Tx, ticket: HeldTicket, { agentId, expected }: Assignment): Promise<void> {
  if (ticket.status === 'closed') throw new HubError('ticket_closed');
  if (expected !== undefined && ticket.assigneeId !== expected) throw new HubError('assigned_meanwhile');
  if (agentId) await requireColleague(tx, agentId);
}

async function requireColleague(tx: Tx, agentId: string): Promise<void> {
  if (!(await tx.maybe(sql`select from agents where id = ${agentId} and deactivated_at is null`))) throw new HubError('unknown_agent');
}

async function change(hub: Hub, tx: Tx, byAgentId: string, ticket: HeldTicket, agentId: string | null): Promise<void> {
  const actor = agentActor(byAgentId);
  tx.write(sql`update tickets set assignee_id = ${agentId}, updated_at = ${hub.clock.now()} where id = ${ticket.id}`);
  tx.write(
    sql`delete from notices where ticket_id = ${ticket.id} and kind = 'assigned' and agent_id = ${ticket.assigneeId} and read_at is null`,
  );
  const data = { from: ticket.assigneeId, to: agentId };
  record(hub, tx, { name: 'ticket.assigned', actor, ...subjectsOf(ticket), agentId: agentId ?? ticket.assigneeId, data });
  await handOver(hub, tx, actor, ticket, agentId);
  if (agentId) await preferAssignee(hub, tx, ticket);
}

/** In what was said last of it; undefined where nothing was said yet. */
async function leaveNote(hub: Hub, tx: Tx, byAgentId: string, ticketId: string, text: string): Promise<string | undefined> {
  const newest = await tx.maybe<{ id: string }>(
    sql`select id from conversations where ticket_id = ${ticketId} order by last_entry_at desc, id desc limit 1`,
  );
  if (!newest) return undefined;
  const id = uuid();
  writeNote(hub, tx, await lockConversation(tx, newest.id), byAgentId, { id, clientId: null, text });
  return id;
}
