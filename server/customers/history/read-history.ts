import type { Timeline, TimelineItem } from '../../contract/entities.ts';
import type { HistoryKind } from '../../contract/history.ts';
import { type Cursor, readCursor, writeCursor } from '../../db/cursor.ts';
import type { Reader } from '../../db/database.ts';
import { readQuestion } from '../../search/read-question.ts';
import type { Circle } from './find-circle.ts';
import type { Ask, Source } from './page.ts';
import { findEntries } from './sources/entries.ts';
import { findOrders } from './sources/orders.ts';
import { findPageVisits } from './sources/page-visits.ts';
import { findRatings } from './sources/ratings.ts';
import { findReturns } from './sources/returns.ts';
import { findSides } from './sources/sides.ts';
import { findTickets } from './sources/tickets.ts';
import { findTierChanges } from './sources/tier-changes.ts';
import { findTouches } from './sources/touches.ts';

export interface HistoryPage {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly way?: 'older' | 'newer' | undefined;
  /** Instead of a cursor: the page begins here and goes back. */
  readonly at?: string | undefined;
  readonly show?: readonly HistoryKind[] | undefined;
  readonly search?: string | undefined;
  /** A ticket to leave out: what is being offered is not yet history. */
  readonly exceptTicketId?: string | undefined;
}

/** Where the history comes from: a source is a file and a line here. */
const sources: readonly Source[] = [
  findEntries,
  findTickets,
  findOrders,
  findReturns,
  findTouches,
  findRatings,
  findTierChanges,
  findPageVisits,
  findSides,
];

/**
 * Everything with a customer, newest first. Each source gives at most one page from its own index and the pages are
 * merged here: the cost does not grow with the history. Times and ids order all lines, so that any way of paging gives
 * the same list.
 */
export async function readHistory(db: Reader, circle: Circle, page: HistoryPage): Promise<Timeline> {
  const edge = edgeOf(page);
  const newer = page.way === 'newer' && edge !== undefined;
  const { limit, exceptTicketId } = page;
  const show = page.show && new Set(page.show);
  const ask: Ask = { circle, limit, edge, newer, show, terms: readQuestion(page.search ?? ''), exceptTicketId };
  const [lines, above] = await Promise.all([gather(db, ask), page.at ? gather(db, { ...ask, newer: true, limit: 0 }) : []]);
  const items = newer ? lines.slice(0, limit).reverse() : lines.slice(0, limit);
  const more = lines.length > limit;
  if (newer) return { items, next: last(items), newer: more ? first(items) : null };
  return {
    items,
    next: more ? last(items) : null,
    newer: edge && (page.cursor || above.length > 0) ? (first(items) ?? writeEdge(edge)) : null,
  };
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

function edgeOf({ cursor, at }: HistoryPage): Cursor | undefined {
  if (cursor) return readCursor(cursor);
  return at ? { at: new Date(at), id: LAST_ID } : undefined;
}

const writeEdge = ({ at, id }: Cursor): string => writeCursor(at.toISOString(), id);
const cursorOf = (item: TimelineItem | undefined): string | null => (item ? writeCursor(item.at, item.id) : null);
const first = (items: readonly TimelineItem[]) => cursorOf(items[0]);
const last = (items: readonly TimelineItem[]) => cursorOf(items.at(-1));

/** The nearest lines of all sources, nearest first. */
async function gather(db: Reader, ask: Ask): Promise<TimelineItem[]> {
  const found = (await Promise.all(sources.map((source) => source(db, ask)))).flat();
  const way = ask.newer ? 1 : -1;
  return found.sort((a, b) => way * (compare(a.at, b.at) || compare(a.id, b.id)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
