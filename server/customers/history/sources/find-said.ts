import type { Reader } from '../../../db/database.ts';
import { type Sql, sql } from '../../../db/sql.ts';
import { tsqueryOf } from '../../../search/read-question.ts';
import { type Ask, nearest } from '../page.ts';

/** Lines of one record that are looked through for words, the nearest first, before all of them are. */
const STRIDES = [500, 5000];

/** The nearest entries that have every word; `condition` is on entry `e`. Somebody with a hundred thousand lines has common words near. */
export async function findSaid(db: Reader, ask: Ask, condition: Sql): Promise<string[]> {
  const [record, ...others] = ask.circle.records;
  for (const rows of record && others.length === 0 ? STRIDES : []) {
    const found = await db.all<{ id: string | null }>(sql`
      with stride as materialized (select * from ${nearest(sql`(select entry_id as id, customer_id, at, words from entry_search) s`, sql`at`, { ...ask, limit: rows - 1 }, sql``)} s),
      said as (select s.id from stride s join entries e on e.id = s.id where s.words @@ ${tsqueryOf(ask.terms)}::tsquery ${condition} ${inOrder(ask)})
      select id from said union all select null where (select count(*) from stride) = ${rows} and (select count(*) from said) <= ${ask.limit}`);
    if (found.every(({ id }) => id !== null)) return idsOf(found);
  }
  const said = sql`(
    select s.entry_id as id, s.customer_id, s.at from entry_search s join entries e on e.id = s.entry_id
    where s.words @@ ${tsqueryOf(ask.terms)}::tsquery ${condition}) said`;
  return idsOf(await db.all(sql`select id from ${nearest(said, sql`at`, ask, sql``, sql`id, at`)} said`));
}

const inOrder = ({ newer, limit }: Ask): Sql => sql`order by ${newer ? sql`s.at, s.id` : sql`s.at desc, s.id desc`} limit ${limit + 1}`;

const idsOf = (rows: readonly { id: string | null }[]): string[] => rows.flatMap(({ id }) => id ?? []);
