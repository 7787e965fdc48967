import type { Caller } from '../auth/identify-caller.ts';
import { requireCustomer, requireTicket } from '../auth/require-visible.ts';
import type { QueryOf } from '../contract/api.ts';
import type { TicketView } from '../contract/entities.ts';
import type { TicketFilter } from '../contract/ticket-list.ts';
import { readConversations } from '../conversations/present-conversation.ts';
import { readStrip } from '../customers/present-customer.ts';
import { readCursor, writeCursor } from '../db/cursor.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor } from '../events/record-event.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import type { Hub } from '../hub.ts';
import { readTasks } from '../routing/present-task.ts';
import { countTickets, findTickets } from './list/find-tickets.ts';
import { leadOn } from './moves/lead-on.ts';
import { readTickets } from './present-ticket.ts';
import { setTicketStatus } from './set-ticket-status.ts';

export const ticketRoutes: HandlersOf<'listTickets' | 'countTickets' | 'getTicket' | 'setTicketStatus'> = {
  async listTickets({ hub, caller, query }) {
    if (query.customerId) return ofCustomer(hub, caller, query.customerId, query);
    const filter = { ...query.filter, ...short(query) };
    const { ids, next } = await findTickets(hub, caller, { filter, sort: query.sort, cursor: query.cursor, limit: query.limit });
    return { tickets: await inOrder(hub, ids), next };
  },

  async countTickets({ hub, caller, body }) {
    return { counts: await Promise.all(body.filters.map((filter) => countTickets(hub, caller, filter))) };
  },

  async getTicket({ hub, caller, id }) {
    const ticketId = await ticketIdOf(hub, id);
    await requireTicket(hub, caller, ticketId);
    const [[ticket], conversations, tasks] = await Promise.all([
      readTickets(hub.db, sql`t.id = ${ticketId}`),
      readConversations(
        hub,
        sql`c.id in (
          select e.conversation_id from entries e join tickets t on t.id = e.ticket_id where t.id = ${ticketId} and e.customer_id in (select customer_family(t.customer_id))
          union select v.id from conversations v where v.ticket_id = ${ticketId}) order by c.created_at`,
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

/** The same as `filter`, in single words. */
const short = ({ status, queueId, mine }: QueryOf<'listTickets'>): TicketFilter => ({
  ...(status && { status: [status] }),
  ...(queueId && { queueId: [queueId] }),
  ...(mine && { assignee: 'me' as const }),
});

async function inOrder(hub: Hub, ids: readonly string[]): Promise<TicketView[]> {
  if (ids.length === 0) return [];
  const found = new Map((await readTickets(hub.db, sql`t.id = any(${ids}::uuid[])`)).map((ticket) => [ticket.id, ticket]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Whoever may see a customer sees all their tickets. */
async function ofCustomer(hub: Hub, caller: Caller, customerId: string, { status, queueId, mine, cursor, limit }: QueryOf<'listTickets'>) {
  await requireCustomer(hub, caller, customerId);
  const found = await readTickets(
    hub.db,
    sql`t.customer_id in (select customer_family(${customerId}))
      ${status ? sql`and t.status = ${status}::ticket_status` : sql``} ${queueId ? sql`and t.queue_id = ${queueId}` : sql``}
      ${mine ? sql`and t.assignee_id = ${caller.id}` : sql``} ${after(cursor)} order by t.updated_at desc, t.id desc limit ${limit + 1}`,
  );
  const tickets = found.slice(0, limit);
  const last = tickets.at(-1);
  return { tickets, next: last && found.length > tickets.length ? writeCursor(last.updatedAt, last.id) : null };
}

function after(cursor: string | undefined): Sql {
  if (!cursor) return sql``;
  const { at, id } = readCursor(cursor);
  return sql`and (t.updated_at, t.id) < (${at}, ${id}::uuid)`;
}

/** Agents say "#1042"; links carry the id. */
async function ticketIdOf(hub: Hub, id: string): Promise<string> {
  if (!/^\d{1,15}$/.test(id)) return leadOn(hub.db, id);
  const ticket = await hub.db.maybe<{ id: string }>(sql`select id from tickets where number = ${Number(id)}`);
  if (!ticket) throw new HubError('not_found');
  return leadOn(hub.db, ticket.id);
}
