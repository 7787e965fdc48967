import type { Caller } from '../auth/identify-caller.ts';
import { maySeeCustomer, seesEverything } from '../auth/permissions.ts';
import type { SaidView } from '../contract/history.ts';
import { type Cursor, writeCursor } from '../db/cursor.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { findPlaces, type Place, type SaidQuestion } from './find-places.ts';
import { presentSaid } from './present-said.ts';
import { readQuestion, triesNumber } from './read-question.ts';

/**
 * What was said that has every word asked for, the newest first. A word that is everywhere is found by reading back in
 * time and stopping when the page is full; a rare one by the index of words, whose places are then put in order of time.
 */
export async function searchSaid(db: Reader, caller: Caller, question: SaidQuestion): Promise<{ said: SaidView[]; next: string | null }> {
  const terms = readQuestion(question.words);
  if (terms.length === 0 || (caller.masked && triesNumber(question.words))) return { said: [], next: null };
  const found: Place[] = [];
  let end: Cursor | null = null;
  for await (const { places, goesOn } of findPlaces(db, question, terms)) {
    found.push(...(await visible(db, caller, places)));
    end = goesOn;
    if (found.length > question.limit) break;
  }
  const page = found.slice(0, question.limit);
  const last = found.length > page.length ? page.at(-1) : end;
  return { said: await presentSaid(db, page, terms), next: last ? writeCursor(last.at.toISOString(), last.id) : null };
}

/** Those of them that were said with customers this person may see. */
async function visible(db: Reader, caller: Caller, places: readonly Place[]): Promise<Place[]> {
  if (seesEverything(caller) || places.length === 0) return [...places];
  const customers = [...new Set(places.map(({ customerId }) => customerId))];
  const seen = await db.all<{ id: string }>(sql`
    select c.id from unnest(${customers}::uuid[]) as c(id) where ${maySeeCustomer(caller, sql`c.id`)}`);
  const ids = new Set(seen.map(({ id }) => id));
  return places.filter(({ customerId }) => ids.has(customerId));
}
