import type { Caller } from '../auth/identify-caller.ts';
import { maySeeCustomer, type Viewer } from '../auth/permissions.ts';
import type { FilterPart } from '../contract/segments.ts';
import type { Database } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { compileFilter, fieldOf, fieldsAsked, fieldsTriedForNumbers } from './compile-filter.ts';
import { fieldTable } from './field-table.ts';
import { mayAsk } from './fields.ts';

/** How long the database may look for the members of a filter (milliseconds). */
const LONGEST = 8000;

/** The filter as a condition on the head `c` of a customer's records, for whoever needs customers by one. Throws `bad_filter`. */
export async function segmentCondition(hub: Hub, filter: FilterPart, now: Date = hub.clock.now()): Promise<Sql> {
  return compileFilter(filter, fieldTable(await hub.catalog.current()), now);
}

/** Throws `not_allowed` for a filter that asks for what this person may not read: one could find it out by asking. */
export async function requireReadable(hub: Hub, caller: Caller, filter: FilterPart): Promise<void> {
  const fields = fieldTable(await hub.catalog.current());
  const tried = caller.masked ? fieldsTriedForNumbers(filter).filter((key) => fieldOf(key, fields)?.kind === 'text') : [];
  const hidden = fieldsAsked(filter).find((key) => !mayAsk(caller, fieldOf(key, fields)) || tried.includes(key));
  if (hidden) throw new HubError('not_allowed', hidden);
}

/** Ids of customers in a filter whom this person may see, by their ids, behind `after`. */
export async function findMembers(hub: Hub, caller: Viewer, condition: Sql, after: string | undefined, limit: number): Promise<string[]> {
  const rows = await ask<{ id: string }>(
    hub.db,
    sql`select c.id ${members(caller, condition)} ${after ? sql`and c.id > ${after}::uuid` : sql``} order by c.id limit ${limit}::int`,
  );
  return rows.map(({ id }) => id);
}

/** Where somebody stands in a work list; null: of whom it is not known yet what they have brought. */
export interface Standing {
  readonly id: string;
  readonly revenue: number | null;
}

/** The same for a work list: who has brought most comes first, those of whom nothing is known last. */
export async function findRichest(
  hub: Hub,
  caller: Viewer,
  condition: Sql,
  after: Standing | undefined,
  limit: number,
): Promise<Standing[]> {
  const known = after?.revenue === null ? [] : await ask<Standing>(hub.db, valued(caller, condition, after, limit));
  if (known.length === limit) return known;
  const rest = sql`${condition} and not exists (select from customer_values v where v.customer_id = c.id)`;
  const others = await findMembers(hub, caller, rest, after?.revenue === null ? after.id : undefined, limit - known.length);
  return [...known, ...others.map((id) => ({ id, revenue: null }))];
}

const valued = (caller: Viewer, condition: Sql, after: Standing | undefined, limit: number): Sql => sql`
  select c.id, v.revenue ${members(caller, condition, sql`customer_values v join customers c on c.id = v.customer_id`)}
    ${after ? sql`and (v.revenue < ${after.revenue}::bigint or (v.revenue = ${after.revenue}::bigint and v.customer_id > ${after.id}::uuid))` : sql``}
  order by v.revenue desc, v.customer_id limit ${limit}::int`;

export async function countMembers(hub: Hub, caller: Viewer, condition: Sql): Promise<number> {
  const [row] = await ask<{ count: number }>(hub.db, sql`select count(*)::int as count ${members(caller, condition)}`);
  return row?.count ?? 0;
}

const members = (caller: Viewer, condition: Sql, from: Sql = sql`customers c`): Sql =>
  sql`from ${from} where c.merged_into_id is null and c.erased_at is null and ${condition} and ${maySeeCustomer(caller, sql`c.id`)}`;

const CANCELED = '57014';

/**
 * Filters have no end of forms: none is kept prepared, and none keeps a connection for long. Throws `filter_too_slow`.
 */
export async function ask<Row extends object>(db: Database, { text, values }: Sql): Promise<Row[]> {
  const client = await db.pool.connect();
  try {
    await client.query('begin read only');
    await client.query(`set local statement_timeout = ${LONGEST}`);
    return (await client.query<Row>(text, [...values])).rows;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === CANCELED) throw new HubError('filter_too_slow');
    throw error;
  } finally {
    await client.query('rollback').catch(() => {});
    client.release();
  }
}
