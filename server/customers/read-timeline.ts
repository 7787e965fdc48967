import type { Timeline, TimelineItem } from '../contract/entities.ts';
import type { Channel } from '../contract/statuses.ts';
import { type EntryRow, entryColumns, entryJoins, presentEntry } from '../conversations/present-entry.ts';
import { type Cursor, readCursor, writeCursor } from '../db/cursor.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';

export interface TimelinePage {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly channel?: Channel | undefined;
  /** A ticket to leave out: what is being offered is not yet history. */
  readonly exceptTicketId?: string;
}

/**
 * Everything with a customer, newest first. Each source gives at most one page from its own index and the pages are
 * merged here: the cost does not grow with the history.
 */
export async function readTimeline(db: Reader, customerId: string, page: TimelinePage): Promise<Timeline> {
  const from = page.cursor ? readCursor(page.cursor) : undefined;
  const sources = [
    entries(db, customerId, page, from),
    ...(page.channel ? [] : [orders(db, customerId, page, from), tickets(db, customerId, page, from)]),
  ];
  const found = (await Promise.all(sources)).flat().sort((a, b) => compare(b.at, a.at) || compare(b.id, a.id));
  const items = found.slice(0, page.limit);
  const last = items.at(-1);
  return { items, next: last && found.length > page.limit ? writeCursor(last.at, last.id) : null };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const except = (ticketId: Sql, { exceptTicketId }: TimelinePage): Sql =>
  exceptTicketId ? sql`and ${ticketId} <> ${exceptTicketId}` : sql``;

/**
 * Rows of a table, of all records that are this customer: strictly older than the cursor, newest first, one more than a
 * page to know whether there is a next one. Each record's come from its own index.
 */
const newest = (table: Sql, at: Sql, customerId: string, from: Cursor | undefined, limit: number, condition: Sql): Sql => sql`
  (select part.* from customer_family(${customerId}) record, lateral (
    select * from ${table} where customer_id = record ${from ? sql`and (${at}, id) < (${from.at}::timestamptz, ${from.id}::uuid)` : sql``} ${condition}
    order by ${at} desc, id desc limit ${limit + 1}
  ) part order by ${at} desc, id desc limit ${limit + 1})`;

async function entries(db: Reader, customerId: string, page: TimelinePage, from: Cursor | undefined): Promise<TimelineItem[]> {
  const condition = sql`${page.channel ? sql`and channel = ${page.channel}::channel` : sql``} ${except(sql`ticket_id`, page)}`;
  const rows = await db.all<EntryRow & { ticketNumber: number; subject: string }>(sql`
    select ${entryColumns}, t.number as ticket_number, coalesce(v.subject, t.subject) as subject
    from ${newest(sql`entries`, sql`at`, customerId, from, page.limit, condition)} e
    ${entryJoins} join tickets t on t.id = e.ticket_id join conversations v on v.id = e.conversation_id`);
  return rows.map(({ ticketNumber, subject, ...row }) => ({
    type: 'entry',
    id: row.id,
    at: row.at.toISOString(),
    entry: presentEntry(row),
    ticketNumber,
    subject,
  }));
}

type OrderItem = Extract<TimelineItem, { type: 'order' }>;

async function orders(db: Reader, customerId: string, page: TimelinePage, from: Cursor | undefined): Promise<TimelineItem[]> {
  const rows = await db.all<{ id: string; placedAt: Date } & OrderItem['order']>(sql`
    select o.id, o.placed_at, o.number, o.currency, o.amount, o.status, o.items
    from ${newest(sql`orders`, sql`placed_at`, customerId, from, page.limit, sql``)} o`);
  return rows.map(({ id, placedAt, ...order }) => ({ type: 'order', id, at: placedAt.toISOString(), order }));
}

type TicketItem = Extract<TimelineItem, { type: 'ticket' }>;

async function tickets(db: Reader, customerId: string, page: TimelinePage, from: Cursor | undefined): Promise<TimelineItem[]> {
  const rows = await db.all<{ createdAt: Date } & TicketItem['ticket']>(sql`
    select t.id, t.number, t.subject, t.status::text, t.kind::text, t.created_at
    from ${newest(sql`tickets`, sql`created_at`, customerId, from, page.limit, except(sql`id`, page))} t`);
  return rows.map(({ createdAt, ...ticket }) => ({ type: 'ticket', id: ticket.id, at: createdAt.toISOString(), ticket }));
}
