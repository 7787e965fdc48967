import type { Channel } from '../contract/statuses.ts';
import { type Cursor, readCursor } from '../db/cursor.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { type Term, tsqueryOf } from './read-question.ts';

export interface SaidQuestion {
  readonly words: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly customerId?: string | undefined;
}

/** An entry that has every word. */
export interface Place extends Cursor {
  readonly customerId: string;
}

export interface Step {
  readonly places: readonly Place[];
  /** Where the next step would begin; null: there is none. */
  readonly goesOn: Cursor | null;
}

/** Steps of reading back in time: rows at most, and places at most. Short ones first, for words that are everywhere. */
const STRIDES = Array.from({ length: 13 }, (_, i) => ({
  rows: i === 0 ? 1000 : 10_000,
  enough: Math.min(10_000, 200 * 2 ** Math.max(0, i - 1)),
}));
/** A word found less often than this in a long step is rare: all its places are looked up in the words' own index. */
const RARE = 20;

/** Where the words stand, the newest first, step by step: whoever has enough asks for no more. */
export async function* findPlaces(db: Reader, question: SaidQuestion, terms: readonly Term[]): AsyncGenerator<Step> {
  const { customerId } = question;
  if (!customerId) return yield* byTime(db, question, terms, sql``);
  const family = await db.all<{ id: string }>(sql`select customer_family(${customerId}) as id`);
  const ids = family.map(({ id }) => id);
  const whose = sql`and customer_id = any(${ids}::uuid[])`;
  // Of several records no index has the order of time.
  if (ids.length === 1) yield* byTime(db, question, terms, sql`and customer_id = ${ids[0]}`);
  else yield* inOrder(await lookUp(db, question, terms, question.cursor ? readCursor(question.cursor) : undefined, whose));
}

/** After the last stride it ends though it goes on: a word that is everywhere, for somebody who may see little of it. */
async function* byTime(db: Reader, question: SaidQuestion, terms: readonly Term[], whose: Sql): AsyncGenerator<Step> {
  const few = Math.min(RARE, question.limit + 1);
  let edge = question.cursor ? readCursor(question.cursor) : undefined;
  for (const [i, stride] of STRIDES.entries()) {
    const { hits, ...step } = await readBack(db, question, terms, sql`${within(question, edge)} ${whose}`, stride);
    if (step.goesOn && hits < (i === 0 ? 1 : few)) {
      yield* inOrder(await lookUp(db, question, terms, edge, whose));
      return;
    }
    yield step;
    if (!step.goesOn) return;
    edge = step.goesOn;
  }
}

interface Row extends Place {
  readonly channel: Channel;
  readonly hit: boolean;
}

/** The next rows back in time, and those of them that fit. How common a word is shows on all channels: `hits`. */
async function readBack(
  db: Reader,
  question: SaidQuestion,
  terms: readonly Term[],
  where: Sql,
  { rows, enough }: (typeof STRIDES)[number],
) {
  const newest = sql`from entry_search where true ${where} order by at desc, entry_id desc`;
  // Neither part is kept or sorted, so that reading ends with the last place asked for.
  const read = await db.all<Row>(sql`
    (select id, customer_id, at, channel, true as hit from (
      select entry_id as id, customer_id, at, channel::text, words ${newest} limit ${rows}) stride where words @@ ${tsqueryOf(terms)}::tsquery limit ${enough})
    union all (select entry_id, customer_id, at, channel::text, false ${newest} offset ${rows - 1} limit 1)`);
  const hits = read.filter(({ hit }) => hit);
  const places = hits.filter(({ channel }) => question.channel === undefined || channel === question.channel);
  const end = hits.length === enough ? hits.at(-1) : read.find(({ hit }) => !hit);
  return { places, hits: hits.length, goesOn: end ?? null };
}

/** Every place of rare words, by the index of words, or of one customer by whatever index has fewer. */
const lookUp = (db: Reader, question: SaidQuestion, terms: readonly Term[], edge: Cursor | undefined, whose: Sql): Promise<Place[]> =>
  db.all<Place>(sql`
    with places as materialized (select entry_id, customer_id, at, channel from entry_search where words @@ ${tsqueryOf(terms)}::tsquery ${whose})
    select entry_id as id, customer_id, at from places where true ${within(question, edge)} ${onChannel(question)} order by at desc, entry_id desc`);

/** A few at a time: whoever may see them all needs no more than the first. */
const AT_ONCE = 200;

function* inOrder(places: readonly Place[]): Generator<Step> {
  for (let from = 0; from < places.length; from += AT_ONCE) yield { places: places.slice(from, from + AT_ONCE), goesOn: null };
}

function within({ from, until }: SaidQuestion, edge: Cursor | undefined): Sql {
  return sql`${edge ? sql`and (at, entry_id) < (${edge.at}::timestamptz, ${edge.id}::uuid)` : sql``}
    ${from ? sql`and at >= ${from}::timestamptz` : sql``} ${until ? sql`and at < ${until}::timestamptz` : sql``}`;
}

const onChannel = ({ channel }: SaidQuestion): Sql => (channel ? sql`and channel = ${channel}::channel` : sql``);
