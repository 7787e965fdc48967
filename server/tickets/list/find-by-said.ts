import { type Cursor, writeCursor } from '../../db/cursor.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { findPlaces, type Place, type SaidQuestion } from '../../search/find-places.ts';
import { readQuestion } from '../../search/read-question.ts';
import type { FoundTickets } from './find-tickets.ts';
import type { ListPlan } from './plan-list.ts';

/**
 * Tickets in which something was said that has every word, the newest such thing first; before them, the ticket of that number.
 * One whose words stand far apart in time may come again on a later page.
 */
export async function findBySaid(
  db: Reader,
  plan: ListPlan,
  { words, numberOnly }: { words: string; numberOnly: boolean },
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<FoundTickets> {
  const found = new Map<string, Cursor | null>(cursor ? [] : (await byNumber(db, plan, words)).map(({ id }) => [id, null]));
  const end = numberOnly ? null : await addSaid(db, plan, { words, limit, cursor }, found);
  const page = [...found].slice(0, limit);
  const last = found.size > page.length ? page.at(-1)?.[1] : end;
  return { ids: page.map(([id]) => id), next: last ? writeCursor(last.at.toISOString(), last.id) : null };
}

/** Step by step until there is enough; answers where the next step would begin. */
async function addSaid(db: Reader, plan: ListPlan, question: SaidQuestion, found: Map<string, Cursor | null>): Promise<Cursor | null> {
  const terms = readQuestion(question.words);
  if (terms.length === 0) return null;
  let end: Cursor | null = null;
  for await (const { places, goesOn } of findPlaces(db, question, terms)) {
    for (const { ticketId, ...place } of await ticketsOf(db, plan, places)) if (!found.has(ticketId)) found.set(ticketId, place);
    end = goesOn;
    if (found.size > question.limit) break;
  }
  return end;
}

/** Agents say "#1042". */
async function byNumber(db: Reader, plan: ListPlan, words: string): Promise<{ id: string }[]> {
  const number = /^#?(\d{1,15})$/.exec(words)?.[1];
  return number ? db.all(sql`select t.id from tickets t where t.number = ${Number(number)} ${asked(plan)}`) : [];
}

async function ticketsOf(db: Reader, plan: ListPlan, places: readonly Place[]): Promise<(Cursor & { ticketId: string })[]> {
  if (places.length === 0) return [];
  return db.all(sql`
    select p.id, p.at, e.ticket_id from unnest(${places.map(({ id }) => id)}::uuid[], ${places.map(({ at }) => at)}::timestamptz[]) as p(id, at)
    join entries e on e.id = p.id join tickets t on t.id = e.ticket_id where true ${asked(plan)} order by p.at desc, p.id desc`);
}

const asked = ({ all }: ListPlan): Sql => all.reduce((conditions, one) => sql`${conditions} and ${one}`, sql``);
