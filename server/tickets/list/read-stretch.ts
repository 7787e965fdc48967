import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import type { ListCursor } from './list-cursor.ts';
import type { ListPlan, Way } from './plan-list.ts';
import type { Stream } from './ways.ts';

export interface Stretch {
  /** Those that fit, in order. */
  readonly hits: readonly ListCursor[];
  /** Up to here every stream has been read; null: to their ends. */
  readonly goesOn: ListCursor | null;
}

/**
 * How many of each stream are read: at least eight, otherwise one with much holds up all others. Written into the statement:
 * one whose limits are not known until it runs is planned anew each time, which takes longer than running it.
 */
const COUNTS = [
  { count: 8, text: sql`8` },
  { count: 16, text: sql`16` },
  { count: 32, text: sql`32` },
  { count: 64, text: sql`64` },
  { count: 128, text: sql`128` },
  { count: 256, text: sql`256` },
  { count: 512, text: sql`512` },
  { count: 1024, text: sql`1024` },
  { count: 2048, text: sql`2048` },
  { count: 4096, text: sql`4096` },
  { count: 12_288, text: sql`12288` },
] as const;
const most = COUNTS[10];

const countFor = (rows: number) => COUNTS.find(({ count }) => count >= rows) ?? most;

/** About the next `rows` of a list, and those of them that fit, at most `limit`. */
export async function readStretch(
  db: Reader,
  plan: ListPlan,
  way: Way,
  after: ListCursor | undefined,
  rows: number,
  limit: number,
): Promise<Stretch> {
  const fair = Math.ceil(rows / way.reduce((sum, stream) => sum + streamsOf(stream), 0));
  const { text: each } = countFor(isExact(way) ? Math.min(fair, limit) : fair);
  const found = await db.all<ListCursor & { hit: boolean }>(sql`
    with stretch as materialized (${together(way.map((stream) => head(plan, stream, after, each)))}),
    edge as (select id, key from stretch t where place = ${each} order by ${order(plan)} limit 1),
    hits as (select id, key from stretch t where hit and coalesce((t.key, t.id) ${reaching(plan)} (select key, id from edge), true) order by ${order(plan)} limit ${limit})
    select id, key, true as hit from hits union all select id, key, false from edge`);
  return { hits: found.filter(({ hit }) => hit).sort(inOrder(plan)), goesOn: found.find(({ hit }) => !hit) ?? null };
}

/** All that fit, in order, at most `limit`; nothing where they would have to be looked for among more than `rows`. */
export async function readWhole(
  db: Reader,
  plan: ListPlan,
  set: Way,
  after: ListCursor | undefined,
  rows: number,
  limit: number,
): Promise<ListCursor[] | undefined> {
  const found = await db.all<ListCursor & { hit: boolean }>(sql`
    with whole as materialized (${some(plan, set, rows + 1)}),
    hits as (select id, key from whole t where hit ${beyond(plan, sql`t.key`, sql`t.id`, after)} order by ${order(plan)} limit ${limit})
    select id, key, true as hit from hits
    union all (select id, key, false from whole where (select count(*) from whole) > ${rows} limit 1)`);
  return found.every(({ hit }) => hit) ? found.sort(inOrder(plan)) : undefined;
}

/** How many of `rows` fit, and whether there are more. */
export async function countSome(db: Reader, plan: ListPlan, way: Way, rows: number): Promise<{ count: number; more: boolean }> {
  const { fit, looked } = await db.one<{ fit: number; looked: number }>(sql`
    select count(*) filter (where hit) as fit, count(*) as looked from (${some(plan, way, rows)}) t`);
  return { count: fit, more: looked === rows };
}

/** Whether as good as every row that is read fits. */
export const isExact = (way: Way): boolean => way.every((stream) => stream.isExact ?? stream.rest.length === 0);

const streamsOf = ({ constants }: Stream): number => constants.reduce((product, { count }) => product * count, 1);

const together = (parts: readonly Sql[]): Sql => parts.reduce((all, one) => sql`${all} union all ${one}`);

/** Those that fit of the first of each stream, and the last of these: only they leave the stream. */
const head = (plan: ListPlan, stream: Stream, after: ListCursor | undefined, each: Sql): Sql => {
  const first = inTurn(plan, stream, sql`${stream.key}`, beyond(plan, stream.key, stream.id, after), each);
  return ofEach(
    stream,
    sql`select id, key, hit, place from (select id, key, hit, row_number() over () as place from (${first}) t) t where hit or place = ${each}`,
  );
};

/** Any of them, as long as there are no more than `rows` in all; nothing is sorted, so that reading ends there. */
const some = (plan: ListPlan, way: Way, rows: number): Sql => {
  const parts = way.map(
    (stream) => sql`select * from (${ofEach(stream, inTurn(plan, stream, stream.say(plan.key), sql``, sql`${rows}`))}) part`,
  );
  return sql`select * from (${together(parts)}) t limit ${rows}`;
};

const ofEach = ({ constants }: Stream, rows: Sql): Sql =>
  constants.length === 0
    ? sql`select * from (${rows}) t`
    : sql`select t.* from ${listed(constants.map((one) => one.rows))} cross join lateral (${rows}) t`;

/** A stream in the order of its index. */
function inTurn({ descending }: ListPlan, { from, key, id, within, rest, say }: Stream, shown: Sql, beyondCursor: Sql, limit: Sql): Sql {
  return sql`select ${id} as id, ${shown} as key, ${say(and(rest))} as hit from ${from} where ${and(within)} ${beyondCursor}
    order by ${descending ? sql`${key} desc, ${id} desc` : sql`${key}, ${id}`} limit ${limit}`;
}

const order = ({ descending }: ListPlan): Sql => (descending ? sql`t.key desc, t.id desc` : sql`t.key, t.id`);
const reaching = ({ descending }: ListPlan): Sql => (descending ? sql`>=` : sql`<=`);

function beyond({ descending }: ListPlan, key: Sql, id: Sql, after: ListCursor | undefined): Sql {
  if (!after) return sql``;
  return descending
    ? sql`and (${key}, ${id}) < (${after.key}, ${after.id}::uuid)`
    : sql`and (${key}, ${id}) > (${after.key}, ${after.id}::uuid)`;
}

const and = (conditions: readonly Sql[]): Sql => conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`);
const listed = (tables: readonly Sql[]): Sql => tables.reduce((all, one) => sql`${all} cross join ${one}`);

/** Whichever comes first in the list. */
const inOrder =
  ({ descending }: Pick<ListPlan, 'descending'>) =>
  (one: ListCursor, other: ListCursor): number =>
    (descending ? -1 : 1) * (Number(one.key) - Number(other.key) || (one.id < other.id ? -1 : 1));
