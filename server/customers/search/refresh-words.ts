import { type SearchableField, wordsOfValues } from '../../archive/custom-fields/words-of-values.ts';
import type { FieldValue } from '../../contract/archive-fields.ts';
import type { Database } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { fold, type Spell, searchText, wordsOfName } from './words-of.ts';

/** How many records are written anew at a time. */
const BATCH = 500;

interface Stale {
  id: string;
  names: string[];
  keys: string[];
  fields: Record<string, FieldValue>;
}

/**
 * Write the words of records that have changed since: at most one batch, so that a search after a change finds it and
 * an import of a million does not hold anybody up. Answers whether there may be more.
 */
export async function refreshWords(db: Database): Promise<boolean> {
  return db.transact(async (tx) => {
    const held = await tx.all<{ id: string }>(
      sql`select record_id as id from customer_search where words is null limit ${BATCH} for update skip locked`,
    );
    if (held.length === 0) return false;
    // Read once they are held, by a statement of its own: one that waits still sees records as they were, before an erasure too.
    const stale = await tx.all<Stale>(sql`
      select c.id, c.fields, array_remove(array[c.name, c.company], null) as names,
        array_remove(array[c.external_id] || array(
          select case p.kind when 'phone' then regexp_replace(p.value, '[^0-9]', '', 'g') else p.value end
          from contact_point_links l join contact_points p on p.id = l.contact_point_id
          where l.customer_id = c.id and l.ended_at is null and l.evidence <> 'claimed' and p.kind <> 'chat_visitor'), null) as keys
      from customers c where c.id = any(${held.map(({ id }) => id)}::uuid[])`);
    const own = await tx.all<SearchableField>(sql`select key, type, options from custom_fields where searchable and retired_at is null`);
    for (const record of stale) record.names.push(...wordsOfValues(own, record.fields));
    const spell = stale.some(({ names }) => names.some((name) => /\p{Script=Han}/u.test(name))) ? await spelling() : () => [];
    const words = stale.map(({ id, names, keys }) => ({
      id,
      words: searchText([...names.flatMap((name) => wordsOfName(name, spell)), ...keys.map(fold)]),
    }));
    tx.write(sql`
      update customer_search s set words = fresh.words from json_to_recordset(${json(words)}) as fresh(id uuid, words text) where s.record_id = fresh.id`);
    return held.length === BATCH;
  });
}

let spell: Promise<Spell> | undefined;

/** Loaded with the first Chinese name: the dictionary takes its memory only where it is needed. */
function spelling(): Promise<Spell> {
  spell ??= import('pinyin-pro').then(
    ({ pinyin }) =>
      (characters) =>
        pinyin(characters, { toneType: 'none', type: 'array', surname: 'head', v: true }),
  );
  return spell;
}
