import { maySeeQueue } from '../auth/permissions.ts';
import { requireCustomer, requireTicket } from '../auth/require-visible.ts';
import { readConversations } from '../conversations/present-conversation.ts';
import { readStrip } from '../customers/present-customer.ts';
import { readCursor, writeCursor } from '../db/cursor.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor } from '../events/record-event.ts';
import type { Call, HandlersOf } from '../http/endpoint.ts';
import type { Hub } from '../hub.ts';
import { readTasks } from '../routing/present-task.ts';
import { readTickets } from './present-ticket.ts';
import { setTicketStatus } from './set-ticket-status.ts';

export const ticketRoutes: HandlersOf<'listTickets' | 'getTicket' | 'setTicketStatus'> = {
  async listTickets(call) {
    if (call.query.customerId) await requireCustomer(call.hub, call.caller, call.query.customerId);
    const found = await readTickets(call.hub.db, sql`${filter(call)} order by t.updated_at desc, t.id desc limit ${call.query.limit + 1}`);
    const tickets = found.slice(0, call.query.limit);
    const last = tickets.at(-1);
    return { tickets, next: last && found.length > tickets.length ? writeCursor(last.updatedAt, last.id) : null };
  },

  async getTicket({ hub, caller, id }) {
    const ticketId = await ticketIdOf(hub, id);
    await requireTicket(hub, caller, ticketId);
    const [[ticket], conversations, tasks] = await Promise.all([
      readTickets(hub.db, sql`t.id = ${ticketId}`),
      readConversations(
        hub,
        sql`c.id in (select e.conversation_id from entries e join tickets t on t.id = e.ticket_id where t.id = ${ticketId} and e.customer_id in (select customer_family(t.customer_id))) or c.ticket_id = ${ticketId} order by c.created_at`,
      ),
      readTasks(hub, sql`t.ticket_id = ${ticketId} and t.state in ('pending', 'reserved', 'assigned', 'wrapping')`),
    ]);
    if (!ticket) throw new HubError('not_found');
    return { ticket, customer: await readStrip(hub.db, ticket.customer.id), conversations, tasks };
  },

  async setTicketStatus({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    await setTicketStatus(hub, agentActor(caller.id), id, body.status);
    const [ticket] = await readTickets(hub.db, sql`t.id = ${id}`);
    if (!ticket) throw new HubError('not_found');
    return ticket;
  },
};

function filter({ caller, query }: Call<'listTickets'>): Sql {
  // Whoever may see a customer sees all their tickets.
  return sql`${query.customerId ? sql`true` : maySeeQueue(caller, sql`t.queue_id`)}
    ${query.status ? sql`and t.status = ${query.status}::ticket_status` : sql``}
    ${query.queueId ? sql`and t.queue_id = ${query.queueId}` : sql``}
    ${query.mine ? sql`and t.assignee_id = ${caller.id}` : sql``}
    ${query.customerId ? sql`and t.customer_id in (select customer_family(${query.customerId}))` : sql``}
    ${after(query.cursor)}`;
}

function after(cursor: string | undefined): Sql {
  if (!cursor) return sql``;
  const { at, id } = readCursor(cursor);
  return sql`and (t.updated_at, t.id) < (${at}, ${id}::uuid)`;
}

/** Agents say "#1042"; links carry the id. */
async function ticketIdOf(hub: Hub, id: string): Promise<string> {
  if (!/^\d{1,15}$/.test(id)) return id;
  const ticket = await hub.db.maybe<{ id: string }>(sql`select id from tickets where number = ${Number(id)}`);
  if (!ticket) throw new HubError('not_found');
  return ticket.id;
}
