import type { Viewer } from '../../auth/permissions.ts';
import type { TicketCount, TicketFilter, TicketSort } from '../../contract/ticket-list.ts';
import type { Reader } from '../../db/database.ts';
import type { Hub } from '../../hub.ts';
import { triesNumber } from '../../search/read-question.ts';
import { findBySaid } from './find-by-said.ts';
import { type ListCursor, readListCursor, writeListCursor } from './list-cursor.ts';
import { type ListPlan, planList, type Way } from './plan-list.ts';
import { countSome, isExact, readStretch, readWhole, type Stretch } from './read-stretch.ts';

export interface ListQuestion {
  readonly filter: TicketFilter;
  readonly sort: TicketSort;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface FoundTickets {
  readonly ids: readonly string[];
  readonly next: string | null;
}

/** Rows looked at by each way to the list, and then at most by the best one at a time; of dear ones a quarter. */
const FIRST = 800;
const FURTHER = [4000, 8000];
const DEAR = 4;
/** A way that found so much of a page goes on at once: trying the others as well takes longer. */
const ENOUGH = 1 / 4;
/** No more than this is read to be sorted. */
const WHOLE = 4000;

/**
 * A page of the tickets that fit and this person may see. Every way to the list is tried a little; all find the same, so that
 * the one that found most goes on. Where it has no page among thousands, the page holds what was found, and goes on from there.
 */
export async function findTickets(hub: Hub, viewer: Viewer, question: ListQuestion): Promise<FoundTickets> {
  const { filter, sort, limit } = question;
  const plan = planList(await hub.catalog.current(), viewer, filter, sort, hub.clock.now());
  if (filter.words) return findBySaid(hub.db, plan, wordsOf(viewer, filter.words), question);
  const after = question.cursor ? readListCursor(question.cursor, sort) : undefined;
  return pageOf(await readPage(hub.db, plan, after, limit + 1), limit);
}

/** Whoever sees addresses in part only finds tickets by their number, and nothing said by the digits in it. */
const wordsOf = ({ masked }: Viewer, words: string) => ({ words, numberOnly: masked === true && triesNumber(words) });

async function readPage(db: Reader, plan: ListPlan, after: ListCursor | undefined, limit: number): Promise<Stretch> {
  const few = await readSets(db, plan, plan.few, after, limit);
  if (few) return few;
  const tried: Tried[] = [];
  for (const way of plan.ways) {
    const first = within(way, FIRST);
    const stretch = await readStretch(db, plan, way, after, first, limit);
    if (isPage(stretch, limit)) return stretch;
    const found = { ...stretch, way, rate: stretch.hits.length / first };
    if (stretch.hits.length >= ENOUGH * limit) return readOn(db, plan, found, limit);
    tried.push(found);
  }
  const [best] = tried.sort((one, other) => other.hits.length - one.hits.length);
  return (await readSets(db, plan, plan.sets, after, limit)) ?? readOn(db, plan, best, limit);
}

/** What a way has found so far, and how much of a row that is. */
type Tried = Stretch & { readonly way: Way; readonly rate: number };

const within = (way: Way, rows: number): number => (way.some(({ isDear }) => isDear) ? rows / DEAR : rows);

async function readSets(db: Reader, plan: ListPlan, sets: readonly Way[], after: ListCursor | undefined, limit: number) {
  for (const set of sets) {
    const hits = await readWhole(db, plan, set, after, WHOLE, limit);
    if (hits) return { hits, goesOn: null };
  }
  return undefined;
}

/** As far as it takes at the rate so far. */
async function readOn(db: Reader, plan: ListPlan, begun: Tried | undefined, limit: number): Promise<Stretch> {
  let { hits, goesOn }: Stretch = begun ?? { hits: [], goesOn: null };
  for (const further of FURTHER) {
    if (!begun || isPage({ hits, goesOn }, limit)) break;
    const most = within(begun.way, further);
    const rows = begun.rate === 0 ? most : Math.min(most, Math.ceil((1.5 * (limit - hits.length)) / begun.rate));
    const next = await readStretch(db, plan, begun.way, goesOn ?? undefined, rows, limit - hits.length);
    hits = [...hits, ...next.hits];
    goesOn = next.goesOn;
  }
  return { hits, goesOn };
}

const isPage = ({ hits, goesOn }: Stretch, limit: number): boolean => hits.length === limit || !goesOn;

function pageOf({ hits, goesOn }: Stretch, limit: number): FoundTickets {
  const page = hits.slice(0, limit);
  const end: ListCursor | null | undefined = hits.length > limit ? page.at(-1) : goesOn;
  return { ids: page.map(({ id }) => id), next: end ? writeListCursor(end) : null };
}

/** How far a count goes, and among how many it looks where not all fit. */
const COUNTED = 1000;
const LOOKED = 4000;

/** How many fit, as far as is cheap: nobody waits for a number. */
export async function countTickets(hub: Hub, viewer: Viewer, filter: TicketFilter): Promise<TicketCount> {
  const plan = planList(await hub.catalog.current(), viewer, filter, filter.due ? 'due.asc' : 'updated.desc', hub.clock.now());
  if (filter.words) {
    const { ids, next } = await findBySaid(hub.db, plan, wordsOf(viewer, filter.words), { limit: 100 });
    return { count: ids.length, more: next !== null };
  }
  let most: TicketCount = { count: 0, more: true };
  for (const way of [...plan.few, ...plan.ways, ...plan.sets]) {
    const found = await countSome(hub.db, plan, way, isExact(way) ? COUNTED : LOOKED);
    if (!found.more) return found;
    if (found.count > most.count) most = found;
  }
  return { count: Math.min(most.count, COUNTED), more: true };
}
