import { readable, readableKeys } from '../archive/custom-fields/field-rights.ts';
import type { Caller } from '../auth/identify-caller.ts';
import type { ContactPointView, CustomerStrip, CustomerView } from '../contract/entities.ts';
import type { Channel } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { doubtColumns, presentGap } from './identity/doubts.ts';

interface StripRow extends Omit<CustomerStrip, 'since' | 'lastContact'> {
  since: Date;
  lastContactAt: Date | null;
  lastContactChannel: Channel;
  lastContactKind: string;
  lastContactDisposition: string | null;
}

/** Customers `c` by a condition (with order and limit): who they are in one glance. `before` leaves a ticket out of the last contact. */
export async function readStrips(db: Reader, condition: Sql, before: string | null = null): Promise<CustomerStrip[]> {
  const rows = await db.all<StripRow>(sql`
    select c.id, c.name, c.erased_at is not null as erased, c.kind::text, c.tier, c.language, c.company, c.since, c.manner,
      coalesce((select jsonb_agg(jsonb_build_object('currency', s.currency, 'amount', s.amount)) from (
        select currency, sum(amount)::bigint as amount from orders where customer_id in (select customer_family(c.id)) group by currency) s), '[]') as value,
      (select count(*)::int from orders where customer_id in (select customer_family(c.id))) as order_count,
      (select count(*)::int from tickets where customer_id in (select customer_family(c.id)) and status in ('new', 'open', 'pending', 'on_hold')) as open_tickets,
      last.at as last_contact_at, last.channel::text as last_contact_channel, last.kind::text as last_contact_kind, last.disposition as last_contact_disposition
    from customers c
    left join lateral (
      select e.at, e.channel, e.kind, (
        select t.disposition from tasks t where t.conversation_id = e.conversation_id and t.disposition is not null order by t.ended_at desc limit 1) as disposition
      from customer_family(c.id) record, lateral (
        select * from entries e where e.customer_id = record and e.kind <> 'note' and e.ticket_id is distinct from ${before}::uuid order by e.at desc, e.id desc limit 1
      ) e order by e.at desc, e.id desc limit 1
    ) last on true
    where ${condition}`);
  return rows.map(presentStrip);
}

export async function readStrip(db: Reader, id: string): Promise<CustomerStrip> {
  const [strip] = await readStrips(db, sql`c.id = ${id}`);
  if (!strip) throw new Error(`no customer ${id}`);
  return strip;
}

function presentStrip(row: StripRow): CustomerStrip {
  const { since, lastContactAt, lastContactChannel, lastContactKind, lastContactDisposition, ...strip } = row;
  return {
    ...strip,
    since: since.toISOString(),
    lastContact: lastContactAt && {
      at: lastContactAt.toISOString(),
      channel: lastContactChannel,
      direction: lastContactKind === 'outbound' ? 'out' : 'in',
      disposition: lastContactDisposition,
    },
  };
}

type Details = Pick<CustomerView, 'externalId' | 'occupation' | 'city' | 'birthday' | 'preferredChannel' | 'fields'>;

/** Who this is by now: of a record that has joined another one, the customer both are; with those own fields that this caller may read. */
export async function readCustomer({ db, catalog }: Pick<Hub, 'db' | 'catalog'>, caller: Caller, recordId: string): Promise<CustomerView> {
  const keys = readableKeys(await catalog.current(), caller);
  const { id } = await db.one<{ id: string }>(sql`select coalesce(merged_into_id, id) as id from customers where id = ${recordId}`);
  const [strip, details, contactPoints] = await Promise.all([
    readStrip(db, id),
    db.one<Details>(sql`select external_id, occupation, city, to_char(birthday, 'YYYY-MM-DD') as birthday, preferred_channel::text, fields
      from customers where id = ${id}`),
    db.all<ContactPointView>(sql`
      select p.id, p.kind::text, case when p.kind = 'chat_visitor' then left(p.value, 6) || '…' else p.value end as value, l.evidence::text,
        l.evidence in ('verified', 'signed_identity') as verified, ${doubtColumns(id, caller)}
      from contact_point_links l join contact_points p on p.id = l.contact_point_id
      where l.customer_id in (select customer_family(${id})) and l.ended_at is null order by p.kind, p.value`),
  ]);
  return { ...strip, ...details, fields: readable(keys, details.fields), contactPoints: contactPoints.map(presentPoint) };
}

/** What nobody has verified since a long silence is not shown as proven. */
const presentPoint = ({ returned, verified, ...point }: ContactPointView): ContactPointView => ({
  ...point,
  returned: presentGap(returned),
  verified: verified && !returned,
});
