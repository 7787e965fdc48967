import type { Caller } from '../auth/identify-caller.ts';
import { seesMoney } from '../auth/permissions.ts';
import type { FilterPart, SegmentRow, ValueBrief } from '../contract/segments.ts';
import { readStrips } from '../customers/present-customer.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { readReach } from '../follow-ups/read-reach.ts';
import type { Hub } from '../hub.ts';
import { fieldOf, fieldsAsked } from './compile-filter.ts';
import { fieldTable } from './field-table.ts';
import { type Field, mayAsk } from './fields.ts';

/** More reasons than these do not fit into a row. */
const MOST_REASONS = 6;

/** What to know of each of these customers to work on them: who, why they are here, what they are worth, how to reach them. */
export async function readWorkList(hub: Hub, caller: Caller, ids: readonly string[], filter: FilterPart): Promise<SegmentRow[]> {
  if (ids.length === 0) return [];
  const fields = fieldTable(await hub.catalog.current());
  const asked = fieldsAsked(filter).flatMap((key): [string, Field][] => {
    const field = fieldOf(key, fields);
    return field && mayAsk(caller, field) ? [[key, field]] : [];
  });
  const [strips, reasons, briefs, reach, next] = await Promise.all([
    readStrips(hub.db, sql`c.id = any(${ids}::uuid[])`),
    readReasons(hub.db, ids, asked.slice(0, MOST_REASONS)),
    readBriefs(hub.db, caller, ids),
    readReach(hub, ids, 'service'),
    readNext(hub.db, ids),
  ]);
  const byId = new Map(strips.map((strip) => [strip.id, strip]));
  return ids.flatMap((id) => {
    const customer = byId.get(id);
    const brief = briefs.get(id);
    if (!customer) return [];
    return [
      {
        id,
        customer,
        stage: brief?.stage ?? null,
        value: brief?.value ?? null,
        because: reasons.get(id) ?? [],
        reach: reach.get(id) ?? [],
        followUp: next.get(id) ?? null,
      },
    ];
  });
}

/** What the filter asks for, as it is with each of them. */
async function readReasons(
  db: Reader,
  ids: readonly string[],
  asked: readonly [string, Field][],
): Promise<Map<string, SegmentRow['because']>> {
  const values = asked.map(([, { source }]) => sql`to_jsonb(${source.read})`);
  const [first, ...others] = values;
  if (!first) return new Map();
  const list = others.reduce((before: Sql, next) => sql`${before}, ${next}`, first);
  const rows = await db.all<{ id: string; held: unknown[] }>(
    sql`select c.id, jsonb_build_array(${list}) as held from customers c where c.id = any(${ids}::uuid[])`,
  );
  return new Map(rows.map(({ id, held }) => [id, asked.map(([field], i) => ({ field, value: held[i] ?? null }))]));
}

interface Brief {
  readonly stage: string;
  readonly value: ValueBrief;
}

async function readBriefs(db: Reader, caller: Caller, ids: readonly string[]): Promise<Map<string, Brief>> {
  const rows = await db.all<Omit<ValueBrief, 'lastOrderAt'> & { customerId: string; stage: string; lastOrderAt: Date | null }>(sql`
    select customer_id, stage, currency, revenue, profit, lifetime_value, last_order_at from customer_values where customer_id = any(${ids}::uuid[])`);
  const steers = seesMoney(caller);
  return new Map(
    rows.map(({ customerId, stage, lastOrderAt, profit, lifetimeValue, ...value }) => [
      customerId,
      {
        stage,
        value: {
          ...value,
          profit: steers ? profit : null,
          lifetimeValue: steers ? lifetimeValue : null,
          lastOrderAt: lastOrderAt?.toISOString() ?? null,
        },
      },
    ]),
  );
}

/** The next follow-up that is open, of each. */
async function readNext(db: Reader, ids: readonly string[]): Promise<Map<string, NonNullable<SegmentRow['followUp']>>> {
  const rows = await db.all<{ customerId: string; id: string; dueAt: Date; ownerName: string | null }>(sql`
    select c.id as customer_id, f.id, f.due_at, a.name as owner_name
    from customers c, lateral (
      select * from follow_ups f where f.customer_id in (select customer_family(c.id)) and f.done_at is null order by f.due_at, f.id limit 1) f
    left join agents a on a.id = f.owner_id where c.id = any(${ids}::uuid[])`);
  return new Map(rows.map(({ customerId, id, dueAt, ownerName }) => [customerId, { id, dueAt: dueAt.toISOString(), ownerName }]));
}
