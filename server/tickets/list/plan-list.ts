import type { Viewer } from '../../auth/permissions.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import { ticketStatuses } from '../../contract/statuses.ts';
import type { TicketFilter, TicketSort } from '../../contract/ticket-list.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { conditionsOf } from './filter-conditions.ts';
import { scopeOf } from './ticket-scope.ts';
import { type Asked, type Stream, waysByChange, waysByDue, waysByNumber } from './ways.ts';

/**
 * How a list is read: as ordered streams, each a stretch of one index (of a status and a queue, say), of which only the heads
 * are read and merged. Each part of the filter that an index begins with is another way to the same list: whichever has
 * fewest rows that do not fit comes to the end of a page first.
 */
export interface ListPlan {
  /** What it is sorted by. */
  readonly key: Sql;
  readonly descending: boolean;
  /** In the order asked for; at least one. */
  readonly ways: readonly Way[];
  /** In another order: where they hold few, all of those are read and sorted; the ones hold few as a rule, the others now and then. */
  readonly few: readonly Way[];
  readonly sets: readonly Way[];
  /** The whole filter, as conditions on `t`. */
  readonly all: readonly Sql[];
}

/** Streams that together hold every ticket of a list once, and what is asked of each row. */
export type Way = readonly Stream[];

export function planList(catalog: Catalog, viewer: Viewer, given: TicketFilter, sort: TicketSort, now: Date): ListPlan {
  // By due only what has something due is listed.
  const filter = sort.startsWith('due.') ? { ...given, due: given.due ?? 'any' } : given;
  const scope = scopeOf(viewer);
  const conditions = { ...conditionsOf(catalog, viewer, filter, now), ...(scope.reach !== 'all' && { scope: scope.condition }) };
  const asked: Asked = { catalog, viewer, filter, scope, conditions, statuses: filter.status ?? ticketStatuses };
  const byChange = waysByChange(asked);
  const byDue = filter.due ? waysByDue(asked) : [];
  const plan = { descending: sort.endsWith('.desc'), all: Object.values(conditions) };
  if (sort.startsWith('due.')) return { ...plan, key: sql`t.due_at`, ways: byDue, few: [], sets: byChange };
  if (sort.startsWith('created.')) return { ...plan, key: sql`t.number`, ways: waysByNumber(asked), few: byDue, sets: byChange };
  return { ...plan, key: sql`t.updated_at`, ways: byChange, few: byDue, sets: [] };
}
