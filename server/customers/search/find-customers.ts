import type { Caller } from '../../auth/identify-caller.ts';
import { maySeeCustomer } from '../../auth/permissions.ts';
import type { CustomerStrip } from '../../contract/entities.ts';
import type { Database, Reader, Tx } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { readStrips } from '../present-customer.ts';
import { refreshWords } from './refresh-words.ts';
import { wordsAsked } from './words-of.ts';

/** Of more records than this only the first ones found are put in order: whoever searches so widely types on. */
const CANDIDATES = 500;
/** How much of a mistyped word must still be alike (pg_trgm's word similarity). */
const ALIKE = 0.4;

/**
 * Customers by name (in Latin letters with or without accents, in Chinese, in pinyin or its initials), company, key, mail
 * address, number in any writing or order number, the best match first. Names that nobody has are looked for as
 * mistyped ones.
 */
export async function findCustomers(db: Database, caller: Caller, search: string, limit: number): Promise<CustomerStrip[]> {
  await refreshWords(db);
  const words = wordsAsked(search);
  const known = await rank(db, caller, words, byAddress(words), limit);
  const exact =
    known.length > 0
      ? known
      : await rank(db, caller, words, sql`${every(words)} ${namesAlone(caller, words)} union all ${byOrder(search)}`, limit);
  const ids =
    exact.length > 0 || caller.masked || !words.every((word) => /^\p{Script=Latin}{4,}$/u.test(word))
      ? exact
      : await mistyped(db, caller, words, limit);
  const strips = new Map((await readStrips(db, sql`c.id = any(${ids}::uuid[])`)).map((strip) => [strip.id, strip]));
  return ids.flatMap((id) => strips.get(id) ?? []);
}

/** A whole number or mail address is one index probe: its parts are in those of a million others. */
const byAddress = ([word = '', ...others]: readonly string[]): Sql => sql`
  select l.customer_id as record_id, ' ' as words from contact_points p join contact_point_links l on l.contact_point_id = p.id
  where p.kind in ('phone', 'email') and p.value = any(${others.length > 0 ? [] : [word, `+${word}`]}::text[]) and l.ended_at is null and l.evidence <> 'claimed'`;

/** Records that have every word, wherever it stands in theirs; short ones and Chinese where a word of theirs begins. */
const every = (words: readonly string[]): Sql =>
  sql`select record_id, words from customer_search where true ${words.map((word) => sql`and words like ${pattern(word)}`).reduce(follow, sql``)}`;

/** Whoever sees addresses in part only finds by whole ones: of parts, one could try out the next letter until it is complete. */
const namesAlone = ({ masked }: Caller, words: readonly string[]): Sql => (masked ? words.map(nameAlone).reduce(follow, sql``) : sql``);

/** A number as it is dialled at home lacks its beginning only. */
const nameAlone = (word: string): Sql =>
  /^\d{9,}$/.test(word)
    ? sql`and words like ${`%${word} %`}`
    : sql`and regexp_replace(words, '\\S*@\\S*|\\m[0-9]{5,}\\M', '', 'g') like ${pattern(word)}`;

const follow = (one: Sql, other: Sql): Sql => sql`${one} ${other}`;
const escaped = (word: string): string => word.replace(/[\\%_]/g, '\\$&');
const begins = (word: string): string => `% ${escaped(word)}%`;
const pattern = (word: string): string => (word.length < 3 ? begins(word) : `%${escaped(word)}%`);

const byOrder = (search: string): Sql => sql`
  select o.customer_id, ' ' from orders o where lower(o.number) like ${`${escaped(search.trim().toLowerCase())}%`}`;

/** Whole words before beginnings before parts, then the most valued customers, then by name. */
async function rank(db: Reader, caller: Caller, words: readonly string[], found: Sql, limit: number): Promise<string[]> {
  const fit = words
    .map((word) => sql`+ case when f.words like ${`% ${escaped(word)} %`} then 2 when f.words like ${begins(word)} then 1 else 0 end`)
    .reduce(follow, sql``);
  const rows = await db.all<{ id: string }>(sql`
    with found as (select * from (${found}) f limit ${CANDIDATES})
    select c.id from found f join customers record on record.id = f.record_id join customers c on c.id = coalesce(record.merged_into_id, record.id)
    left join tiers t on t.key = c.tier
    where ${maySeeCustomer(caller, sql`c.id`)}
    group by c.id, c.name order by max(0 ${fit}) desc, max(t.rank) desc nulls last, lower(c.name), c.id limit ${limit}`);
  return rows.map(({ id }) => id);
}

const mistyped = (db: Database, caller: Caller, words: readonly string[], limit: number): Promise<string[]> =>
  db.transact(async (tx: Tx) => {
    tx.write(sql`select set_config('pg_trgm.word_similarity_threshold', ${String(ALIKE)}, true)`);
    // To the planner comparing two words costs nothing; beside a scan of a million of them the index is always right.
    tx.write(sql`select set_config('enable_seqscan', 'off', true)`);
    const alike = words.map((word) => sql`and (words %> ${word} or words like any(${swapped(word).map(begins)}))`).reduce(follow, sql``);
    return rank(tx, caller, words, sql`select record_id, words from customer_search where true ${alike}`, limit);
  });

/** The word with two neighbouring letters changed over, at each place: to trigrams that is another word. */
const swapped = (word: string): string[] =>
  [...word].slice(1).map((letter, i) => `${word.slice(0, i)}${letter}${word[i] ?? ''}${word.slice(i + 2)}`);
