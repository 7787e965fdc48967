import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import type { ListCursor } from './list-cursor.ts';
import type { Branch, ListPlan } from './plan-list.ts';

export interface Stretch {
  /** Those that fit, in order. */
  readonly hits: readonly ListCursor[];
  /** The last row looked at; null: the list ends here. */
  readonly goesOn: ListCursor | null;
}

/** The next `rows` of a list, and those of them that fit, at most `limit`. */
export async function readStretch(
  db: Reader,
  plan: ListPlan,
  after: ListCursor | undefined,
  rows: number,
  limit: number,
): Promise<Stretch> {
  const found = await db.all<ListCursor & { hit: boolean }>(sql`
    with stretch as materialized (${stretch(plan, after, rows)}),
    hits as (select id, key from stretch t where ${and(plan.rest)} order by ${order(plan)} limit ${limit}),
    last as (select id, key from stretch t order by ${reverse(plan)} limit 1)
    select id, key, true as hit from hits
    union all select id, key, false from last where (select count(*) from stretch) = ${rows}`);
  const hits = found.filter(({ hit }) => hit).sort(inOrder(plan));
  return { hits, goesOn: found.find(({ hit }) => !hit) ?? null };
}

/** How many of the first `rows` fit, and whether that was all. */
export async function countStretch(db: Reader, plan: ListPlan, rows: number): Promise<{ count: number; more: boolean }> {
  const { fit, looked } = await db.one<{ fit: number; looked: number }>(sql`
    with stretch as materialized (${stretch(plan, undefined, rows)})
    select (select count(*) from stretch) as looked, (select count(*) from stretch t where ${and(plan.rest)}) as fit`);
  return { count: fit, more: looked === rows };
}

/** All that fit, by whatever index finds them best, and of those the first. */
export async function lookUp(db: Reader, plan: ListPlan, after: ListCursor | undefined, limit: number): Promise<ListCursor[]> {
  return db.all<ListCursor>(sql`
    with hits as materialized (select t.id, ${plan.key} as key from tickets t where ${and(plan.all)} ${beyond(plan, after)})
    select id, key from hits t order by ${order(plan)} limit ${limit}`);
}

/** Of each stream the first rows, merged. What nothing more is asked of is read from the index alone. */
function stretch(plan: ListPlan, after: ListCursor | undefined, rows: number): Sql {
  const branches = plan.branches.map((branch) => sql`select * from (${branchRows(plan, branch, after, rows)}) branch`);
  // A ticket may stand in two branches: in my queue, and assigned to me.
  const merged = branches.reduce((all, one) => sql`${all} union ${one}`);
  return sql`select * from (${merged}) t order by ${order(plan)} limit ${rows}`;
}

function branchRows(plan: ListPlan, { streams, within }: Branch, after: ListCursor | undefined, rows: number): Sql {
  const stream = sql`
    select ${columns(plan)} from tickets t where ${and(within)} ${beyond(plan, after)}
    order by ${plan.descending ? sql`${plan.key} desc, t.id desc` : sql`${plan.key}, t.id`} limit ${rows}`;
  return streams.length === 0 ? stream : sql`select t.* from ${listed(streams)} cross join lateral (${stream}) t`;
}

const columns = ({ rest, key }: ListPlan): Sql =>
  rest.length === 0
    ? sql`t.id, ${key} as key`
    : sql`t.id, ${key} as key, t.status, t.kind, t.category_id, t.queue_id, t.assignee_id, t.customer_id, t.due_at, t.root_cause_id, t.fields`;

const order = ({ descending }: ListPlan): Sql => (descending ? sql`t.key desc, t.id desc` : sql`t.key, t.id`);
const reverse = ({ descending }: ListPlan): Sql => (descending ? sql`t.key, t.id` : sql`t.key desc, t.id desc`);

function beyond({ key, descending }: ListPlan, after: ListCursor | undefined): Sql {
  if (!after) return sql``;
  return descending
    ? sql`and (${key}, t.id) < (${after.key}, ${after.id}::uuid)`
    : sql`and (${key}, t.id) > (${after.key}, ${after.id}::uuid)`;
}

const and = (conditions: readonly Sql[]): Sql => conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`);
const listed = (tables: readonly Sql[]): Sql => tables.reduce((all, one) => sql`${all} cross join ${one}`);

const inOrder =
  ({ descending }: ListPlan) =>
  (one: ListCursor, other: ListCursor): number =>
    (descending ? -1 : 1) * (Number(one.key) - Number(other.key) || (one.id < other.id ? -1 : 1));
