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

/** Steps of reading back in time, in rows: a short one first, for words that are everywhere. */
const STRIDES = [1000, ...Array.from({ length: 10 }, () => 10_000)];
/** A word found less often than this in a long step is rare: all its places are looked up in the words' own index. */
const RARE = 20;

/** Where the words stand, the newest first, step by step: whoever has enough asks for no more. */
export function findPlaces(db: Reader, question: SaidQuestion, terms: readonly Term[]): AsyncGenerator<Step> {
  return question.customerId ? byCustomer(db, question, terms) : byTime(db, question, terms);
}

/** After the last stride it ends though it goes on: a word that is everywhere, for somebody who may see little of it. */
async function* byTime(db: Reader, question: SaidQuestion, terms: readonly Term[]): AsyncGenerator<Step> {
  const few = Math.min(RARE, question.limit + 1);
  let edge = question.cursor ? readCursor(question.cursor) : undefined;
  for (const [i, rows] of STRIDES.entries()) {
    const { hits, ...step } = await readBack(db, question, terms, edge, rows);
    if (step.goesOn && hits < few) {
      if (i === 0) continue;
      yield* inOrder(await lookUp(db, question, terms, edge));
      return;
    }
    yield step;
    if (!step.goesOn) return;
    edge = step.goesOn;
  }
}

/** The next rows back in time, and those of them that fit. How common a word is shows on all channels: `hits`. */
async function readBack(db: Reader, question: SaidQuestion, terms: readonly Term[], edge: Cursor | undefined, count: number) {
  const rows = await db.all<Place & { channel: Channel; hit: boolean }>(sql`
    with stride as materialized (
      select entry_id as id, customer_id, at, channel::text, words from entry_search where true ${within(question, edge)}
      order by at desc, entry_id desc limit ${count}),
    last as (select id, customer_id, at, channel, false as hit from stride order by at, id limit 1)
    select id, customer_id, at, channel, true as hit from stride where words @@ ${tsqueryOf(terms)}::tsquery
    union all select * from last where (select count(*) from stride) = ${count} order by at desc, id desc, hit desc`);
  const hits = rows.filter(({ hit }) => hit);
  const places = hits.filter(({ channel }) => question.channel === undefined || channel === question.channel);
  return { places, hits: hits.length, goesOn: rows.find(({ hit }) => !hit) ?? null };
}

/** Every place of rare words, by the index of words. */
const lookUp = (db: Reader, question: SaidQuestion, terms: readonly Term[], edge: Cursor | undefined): Promise<Place[]> =>
  db.all<Place>(sql`
    with places as materialized (select entry_id, customer_id, at, channel from entry_search where words @@ ${tsqueryOf(terms)}::tsquery)
    select entry_id as id, customer_id, at from places where true ${within(question, edge)} ${onChannel(question)} order by at desc, entry_id desc`);

/** A few at a time: whoever may see them all needs no more than the first. */
const AT_ONCE = 200;

function* inOrder(places: readonly Place[]): Generator<Step> {
  for (let from = 0; from < places.length; from += AT_ONCE) yield { places: places.slice(from, from + AT_ONCE), goesOn: null };
}

/** Of one customer all is read: what was said with one of them is little. */
async function* byCustomer(db: Reader, question: SaidQuestion, terms: readonly Term[]): AsyncGenerator<Step> {
  const edge = question.cursor ? readCursor(question.cursor) : undefined;
  const places = await db.all<Place>(sql`
    select entry_id as id, customer_id, at from entry_search
    where customer_id in (select customer_family(${question.customerId})) and words @@ ${tsqueryOf(terms)}::tsquery
      ${within(question, edge)} ${onChannel(question)} order by at desc, entry_id desc limit ${question.limit + 1}`);
  yield { places, goesOn: null };
}

function within({ from, until }: SaidQuestion, edge: Cursor | undefined): Sql {
  return sql`${edge ? sql`and (at, entry_id) < (${edge.at}::timestamptz, ${edge.id}::uuid)` : sql``}
    ${from ? sql`and at >= ${from}::timestamptz` : sql``} ${until ? sql`and at < ${until}::timestamptz` : sql``}`;
}

const onChannel = ({ channel }: SaidQuestion): Sql => (channel ? sql`and channel = ${channel}::channel` : sql``);
