import type { Viewer } from '../../auth/permissions.ts';
import type { TicketCount, TicketFilter, TicketSort } from '../../contract/ticket-list.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { findBySaid } from './find-by-said.ts';
import { type ListCursor, readListCursor, writeListCursor } from './list-cursor.ts';
import { type ListPlan, planList } from './plan-list.ts';
import { countStretch, lookUp, readStretch, type Stretch } from './read-stretch.ts';

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

/** Rows looked at for a page, if need be: a list with no more than its index answers takes the first. */
const STRIDES = [200, 2000, 10_000];
const LONGEST = 10_000;

/**
 * A page of the tickets that fit and this person may see. What fits rarely is looked up by its own index; what no index finds is
 * looked for among the next thousands: the page then holds what was found, and goes on from there.
 */
export async function findTickets(hub: Hub, viewer: Viewer, question: ListQuestion): Promise<FoundTickets> {
  const { filter, sort, limit } = question;
  const catalog = await hub.catalog.current();
  const plan = planList(catalog, viewer, filter, sort, hub.clock.now());
  if (filter.words) return findBySaid(hub.db, plan, filter.words, question);
  const after = question.cursor ? readListCursor(question.cursor, sort) : undefined;
  const strides = plan.rest.length === 0 ? [limit + 1] : STRIDES;
  for (const rows of strides) {
    const stretch = await readStretch(hub.db, plan, after, rows, limit + 1);
    if (stretch.hits.length > limit || !stretch.goesOn) return pageOf(stretch, limit);
    if (rows === LONGEST) return pageOf(stretch, limit);
    if (rows > 1000 && (plan.isSelective || (await hasFewCustomers(hub.db, plan)))) break;
  }
  return pageOf({ hits: await lookUp(hub.db, plan, after, limit + 1), goesOn: null }, limit);
}

/** A tier with more customers than this is no rare one. */
const FEW = 2000;

async function hasFewCustomers(db: Reader, { tiers }: ListPlan): Promise<boolean> {
  if (!tiers) return false;
  const { count } = await db.one<{ count: number }>(
    sql`select count(*) from (select from customers where tier = any(${tiers}) limit ${FEW + 1}) c`,
  );
  return count <= FEW;
}

function pageOf({ hits, goesOn }: Stretch, limit: number): FoundTickets {
  const page = hits.slice(0, limit);
  const end: ListCursor | null | undefined = hits.length > limit ? page.at(-1) : goesOn;
  return { ids: page.map(({ id }) => id), next: end ? writeListCursor(end) : null };
}

/** How far a count goes. */
const COUNTED = 1000;

/** How many fit, as far as is cheap: nobody waits for a number. */
export async function countTickets(hub: Hub, viewer: Viewer, filter: TicketFilter): Promise<TicketCount> {
  const catalog = await hub.catalog.current();
  const plan = planList(catalog, viewer, filter, filter.due ? 'due.asc' : 'updated.desc', hub.clock.now());
  if (filter.words) {
    const { ids, next } = await findBySaid(hub.db, plan, filter.words, { limit: 100 });
    return { count: ids.length, more: next !== null };
  }
  return countStretch(hub.db, plan, COUNTED);
}
