import type { Channel } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import type { Facts, OrderFact } from './facts.ts';

/** All facts of these customers (heads of families), each kind read once for all of them. */
export async function readFacts(db: Reader, customerIds: readonly string[]): Promise<Facts[]> {
  const family = sql`unnest(${customerIds}::uuid[]) head, customer_family(head) record`;
  const [heads, orders, work, spoken, calls, ratings, complaints, touches, changes, overrides] = await Promise.all([
    db.all<Head>(sql`
      select id as head, tier, ${ms(sql`since`)} as since, jsonb_build_object('kind', kind, 'company', company, 'city', city, 'language', language, 'occupation', occupation) as columns, fields
      from customers where id = any(${customerIds}::uuid[])`),
    db.all<Of<StoredOrder>>(sql`
      select head, ${ms(sql`o.placed_at`)} as at, o.currency, o.amount, o.cost, o.status, o.returns from ${family}, lateral (select * from orders where customer_id = record) o`),
    db.all<Of<Work>>(sql`
      select head, ${ms(sql`max(t.ended_at)`)} as at, t.channel::text, array_agg(extract(epoch from t.ended_at - t.assigned_at)::float8) as seconds
      from ${family}, lateral (select * from tasks where customer_id = record and state = 'completed' and assigned_at is not null and ended_at is not null) t
      group by head, t.channel, date_trunc('day', t.ended_at, 'UTC')`),
    db.all<Of<Spoken>>(sql`
      select head, ${ms(sql`max(e.at)`)} as at, e.channel::text, count(*) filter (where e.kind = 'outbound' and e.status is distinct from 'failed') as count
      from ${family}, lateral (select * from entries where customer_id = record and kind <> 'note') e group by head, e.channel, date_trunc('day', e.at, 'UTC')`),
    db.all<Of<{ at: number; minutes: number }>>(sql`
      select head, ${ms(sql`c.ended_at`)} as at, extract(epoch from c.ended_at - c.connected_at)::float8 / 60 as minutes
      from ${family}, lateral (select * from conversations where customer_id = record and channel = 'voice') v
      join calls c on c.conversation_id = v.id and c.connected_at is not null and c.ended_at is not null`),
    db.all<Of<Facts['ratings'][number]>>(sql`
      select head, ${ms(sql`r.at`)} as at, r.score from ${family}, lateral (select * from ratings where customer_id = record) r`),
    db.all<Of<{ at: number }>>(sql`
      select head, ${ms(sql`t.created_at`)} as at from ${family}, lateral (select * from tickets where customer_id = record and kind = 'complaint') t`),
    db.all<Of<Facts['touches'][number]>>(sql`
      select head, ${ms(sql`t.at`)} as at, c.currency, coalesce(t.cost, c.touch_cost) as cost
      from ${family}, lateral (select * from touches where customer_id = record) t join campaigns c on c.id = t.campaign_id`),
    db.all<Of<Facts['changes'][number]>>(sql`
      select customer_id as head, ${ms(sql`at`)} as at, id, field, before, after from field_changes where customer_id = any(${customerIds}::uuid[]) and field <> 'tier'`),
    db.all<Of<StoredOverride>>(sql`
      select head, o.id, o.tier, ${ms(sql`o.created_at`)} as "from", ${ms(sql`least(o.until, o.ended_at)`)} as until
      from ${family}, lateral (select * from tier_overrides where customer_id = record) o`),
  ]);
  const of = { orders: byHead(orders), work: byHead(work), spoken: byHead(spoken), calls: byHead(calls), ratings: byHead(ratings) };
  const more = { complaints: byHead(complaints), touches: byHead(touches), changes: byHead(changes), overrides: byHead(overrides) };
  return heads.map(({ head, tier, since, columns, fields }) => ({
    customerId: head,
    since,
    tier,
    orders: of.orders(head).map(orderFact),
    work: of.work(head),
    sent: [
      ...of.spoken(head).filter(({ channel, count }) => channel !== 'voice' && count > 0),
      ...of.calls(head).map(({ at, minutes }) => ({ at, channel: 'voice' as const, count: minutes })),
    ],
    ratings: of.ratings(head),
    complaints: more.complaints(head).map(({ at }) => at),
    touches: more.touches(head),
    contacts: of.spoken(head).map(({ at }) => at),
    record: { ...columns, ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [`fields.${key}`, value])) },
    changes: more.changes(head),
    overrides: more.overrides(head).map(({ until, ...override }) => ({ ...override, until: until ?? Infinity })),
  }));
}

type Of<Row> = Row & { head: string };
type Head = Of<{ tier: string; since: number; columns: Record<string, unknown>; fields: Record<string, unknown> }>;
type Work = { at: number; channel: Channel; seconds: number[] };
type Spoken = { at: number; channel: Channel; count: number };
type StoredOrder = Omit<OrderFact, 'returns'> & { returns: { at: string; amount: number }[] };
type StoredOverride = { id: string; tier: string; from: number; until: number | null };

const ms = (at: Sql): Sql => sql`(extract(epoch from ${at}) * 1000)::bigint`;

const orderFact = ({ returns, at, currency, amount, cost, status }: StoredOrder): OrderFact => ({
  at,
  currency,
  amount,
  cost,
  status,
  returns: returns.map((back) => ({ at: Date.parse(back.at), amount: back.amount })),
});

function byHead<Row extends { head: string }>(rows: readonly Row[]): (head: string) => Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.head);
    if (group) group.push(row);
    else groups.set(row.head, [row]);
  }
  return (head) => groups.get(head) ?? [];
}
