import type { Caller } from '../auth/identify-caller.ts';
import { maySeeCustomer } from '../auth/permissions.ts';
import type { DeskTicket, DeskWork, ReminderView } from '../contract/desk-work.ts';
import { deskGroups } from '../contract/desk-work.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Clocks } from '../tickets/clocks/clock.ts';
import { presentDue } from '../tickets/clocks/present-clocks.ts';

/** Of each group, how many are shown. */
const SHOWN = 50;
/** How far unread messages are counted. */
const COUNTED = 100;

/** What an agent answers for and does not hold now, in groups, and what of all their work they have not read. */
export async function readWork(db: Reader, caller: Caller): Promise<DeskWork> {
  const [rows, reminders] = await Promise.all([readTickets(db, caller), readReminders(db, caller.id)]);
  const counts = Object.fromEntries(deskGroups.map((group) => [group, rows.find((row) => row.group === group)?.all ?? 0]));
  return {
    tickets: rows.map(present),
    counts: { waiting_for_me: 0, waiting_for_customer: 0, snoozed: 0, ...counts },
    unread: await countUnread(
      db,
      caller.id,
      rows.map(({ conversationId }) => conversationId),
    ),
    reminders,
  };
}

type Row = Omit<DeskTicket, 'customer' | 'due' | 'lastAt' | 'snoozedUntil'> & {
  all: number;
  customerId: string;
  customerName: string | null;
  customerTier: string;
  clocks: Clocks;
  lastAt: Date;
  snoozedUntil: Date | null;
};

/**
 * Waiting for me: what is due first, then who has waited longest; waiting for the customer: the newest first; put aside: what
 * comes back first. Who may not see a customer any more does not see their ticket here either.
 */
const readTickets = (db: Reader, caller: Caller): Promise<Row[]> =>
  db.all<Row>(sql`
    with mine as (
      select t.id, t.customer_id, t.due_at, s.until, line.id as line_id, line.channel, coalesce(newest.at, line.last_entry_at) as last_at, newest.text,
        case when s.until is not null then 'snoozed' when t.status in ('pending', 'on_hold') or newest.kind = 'outbound' then 'waiting_for_customer' else 'waiting_for_me' end as "group"
      from tickets t
      left join snoozes s on s.ticket_id = t.id and s.ended_at is null
      join lateral (select c.id, c.channel, c.last_entry_at from conversations c where c.ticket_id = t.id order by c.last_entry_at desc limit 1) line on true
      left join lateral (
        select left(e.text, 160) as text, e.kind, e.at from entries e
        where e.conversation_id = line.id and e.kind in ('inbound', 'outbound') and e.detail -> 'automatic' is null order by e.seq desc limit 1) newest on true
      where t.assignee_id = ${caller.id} and t.status in ('new', 'open', 'pending', 'on_hold')
        and not exists (select from tasks k where k.ticket_id = t.id and k.state in ('pending', 'reserved', 'assigned', 'wrapping'))),
    placed as (
      select *, count(*) over (partition by "group") as "all", row_number() over (partition by "group" order by
        case "group" when 'snoozed' then until when 'waiting_for_me' then coalesce(due_at, 'infinity') end,
        case when "group" = 'waiting_for_customer' then last_at end desc, last_at, id) as place
      from mine)
    select p."group", p."all", t.id as ticket_id, t.number, t.subject, t.status::text, t.clocks, p.line_id as conversation_id, p.channel::text,
      coalesce(p.text, '') as preview, p.last_at, p.until as snoozed_until, c.id as customer_id, c.name as customer_name, c.tier as customer_tier
    from placed p join tickets t on t.id = p.id
    join customers record on record.id = t.customer_id join customers c on c.id = coalesce(record.merged_into_id, record.id)
    where p.place <= ${SHOWN} and ${maySeeCustomer(caller, sql`t.customer_id`)}
    order by p."group", p.place`);

/** Whoever writes has read what stands above: an agent's own entries count as read. */
async function countUnread(db: Reader, agentId: string, conversationIds: readonly string[]): Promise<Record<string, number>> {
  const rows = await db.all<{ id: string; unread: number }>(sql`
    select line.id, fresh.unread from (
      select unnest(${[...conversationIds]}::uuid[]) as id
      union select conversation_id from tasks where agent_id = ${agentId} and state in ('assigned', 'wrapping')) line
    left join read_marks m on m.agent_id = ${agentId} and m.conversation_id = line.id
    join lateral (
      select count(*) as unread from (
        select from entries e
        where e.conversation_id = line.id and e.kind in ('inbound', 'note') and e.agent_id is distinct from ${agentId} and e.seq > coalesce(m.seq,
          (select max(own.seq) from entries own where own.conversation_id = line.id and own.agent_id = ${agentId}), 0)
        limit ${COUNTED}) counted) fresh on fresh.unread > 0`);
  return Object.fromEntries(rows.map(({ id, unread }) => [id, unread]));
}

export async function readReminders(db: Reader, agentId: string, ticketId?: string): Promise<ReminderView[]> {
  const rows = await db.all<Omit<ReminderView, 'at'> & { at: Date }>(sql`
    select id, ticket_id, at, note from reminders
    where agent_id = ${agentId} and ended_at is null ${ticketId ? sql`and ticket_id = ${ticketId}` : sql``} order by at limit ${SHOWN}`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

function present({ all: _, customerId, customerName, customerTier, clocks, lastAt, snoozedUntil, ...row }: Row): DeskTicket {
  return {
    ...row,
    customer: { id: customerId, name: customerName, tier: customerTier },
    due: presentDue(clocks),
    lastAt: lastAt.toISOString(),
    snoozedUntil: snoozedUntil?.toISOString() ?? null,
  };
}
