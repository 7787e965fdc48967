import { queueOf } from '../catalog/read-catalog.ts';
import type { TicketStatus } from '../contract/statuses.ts';
import { lockConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { queueTask } from '../routing/queue-task.ts';
import { tellClocks } from '../tickets/clocks/tell-clocks.ts';
import { type HeldTicket, holdTicket, subjectsOf } from '../tickets/moves/hold-tickets.ts';
import { isDone } from '../tickets/set-ticket-status.ts';

/**
 * A status that was set is taken back, `closed` too: it was a slip of the hand. Whoever waited when it was called done waits
 * again, from where they stood. Throws `not_found`, or `changed_since` when the status is another one by now.
 */
export async function takeBackStatus(
  hub: Hub,
  agentId: string,
  ticketId: string,
  { from, to, since }: { from: TicketStatus; to: TicketStatus; since: Date },
): Promise<void> {
  await hub.catalog.current();
  await hub.db.transact(async (tx) => statusBack(hub, tx, agentId, await holdTicket(tx, ticketId), { from, to, since }));
}

/** The same for verbs that hold the ticket. */
export async function statusBack(
  hub: Hub,
  tx: Tx,
  agentId: string,
  ticket: HeldTicket,
  { from, to, since }: { from: TicketStatus; to: TicketStatus; since: Date },
): Promise<void> {
  if (ticket.status !== from) throw new HubError('changed_since');
  if (from === to) return;
  tx.write(sql`update tickets set status = ${to}, updated_at = ${hub.clock.now()} where id = ${ticket.id}`);
  record(hub, tx, { name: 'ticket.status_changed', actor: agentActor(agentId), ...subjectsOf(ticket), data: { from, to } });
  await tellClocks(hub, tx, ticket.id, { type: 'status' });
  if (isDone(from) && !isDone(to)) await waitAgain(hub, tx, ticket, since);
}

interface Sent {
  readonly conversationId: string;
  readonly neededAt: Date;
}

async function waitAgain(hub: Hub, tx: Tx, ticket: HeldTicket, since: Date): Promise<void> {
  const catalog = hub.catalog.known();
  const sent = await tx.all<Sent>(sql`
    select distinct on (conversation_id) conversation_id, needed_at from tasks
    where ticket_id = ${ticket.id} and state = 'canceled' and end_reason = 'solved_elsewhere' and ended_at >= ${since} order by conversation_id, needed_at`);
  for (const { conversationId, neededAt } of sent) {
    const held = await lockConversation(tx, conversationId);
    const inbox = catalog.inboxes.find(({ id }) => id === held.inboxId);
    if (held.taskId || !inbox) continue;
    const customer = await tx.one<{ id: string; recordId: string; tier: string; language: string | null }>(
      sql`select id, ${held.recordId}::uuid as record_id, tier, language from customers where id = ${held.customerId}`,
    );
    const need = { inbox, queue: queueOf(catalog, ticket.queueId), customer, ticket: { id: ticket.id, unservedSince: null } };
    await queueTask(hub, tx, { ...need, conversationId, neededAt });
  }
}
