import type { Viewer } from '../../auth/permissions.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import { ticketStatuses } from '../../contract/statuses.ts';
import type { TicketFilter, TicketSort } from '../../contract/ticket-list.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { belowCategory } from './below-category.ts';
import { conditionsOf, isAssigned, ofCustomersServedAs } from './filter-conditions.ts';
import { type Scope, scopeOf } from './ticket-scope.ts';

/**
 * How a list is read: as ordered streams, each a stretch of one index (of a status and a queue, say), of which only the heads
 * are read and merged; `rest` is what no index answers and every row read is asked.
 */
export interface ListPlan {
  readonly key: Sql;
  readonly descending: boolean;
  readonly branches: readonly Branch[];
  readonly rest: readonly Sql[];
  /** The whole filter, for reading by whatever index fits best. */
  readonly all: readonly Sql[];
  /** An index finds all that fit, where they are few. */
  readonly isSelective: boolean;
  /** They are few if these customers are: those of rare tiers. */
  readonly tiers: readonly string[] | undefined;
}

/** Streams over one index. */
export interface Branch {
  /** Their constants, one row a stream. */
  readonly streams: readonly Sql[];
  /** What makes `t` part of its stream. */
  readonly within: readonly Sql[];
}

export function planList(catalog: Catalog, viewer: Viewer, filter: TicketFilter, sort: TicketSort, now: Date): ListPlan {
  const scope = scopeOf(viewer);
  const conditions = { ...conditionsOf(catalog, viewer, filter, now), ...(scope.reach !== 'all' && { scope: scope.condition }) };
  const order = orders[sort.startsWith('due.') ? 'due' : sort.startsWith('created.') ? 'created' : 'updated'];
  const status: Branch = order.byStatus
    ? { streams: [statusesOf(filter)], within: [sql`t.status = s.status`] }
    : { streams: [], within: [] };
  const owner = order.byOwner ? ownedBy(catalog, viewer, filter, scope, order.byStatus) : anybodys;
  const answers = [...(order.byStatus ? ['status'] : []), ...owner.answers];
  return {
    key: order.key,
    descending: sort.endsWith('.desc'),
    branches: owner.branches.map(({ streams, within }) => ({
      streams: [...status.streams, ...streams],
      within: [...order.within, ...status.within, ...within],
    })),
    rest: Object.entries(conditions).flatMap(([part, condition]) => (answers.includes(part) ? [] : [condition])),
    all: [...order.within, ...Object.values(conditions), ...(filter.tier ? [ofCustomersServedAs(filter.tier)] : [])],
    isSelective: Boolean(filter.fields ?? filter.due),
    tiers: filter.tier,
  };
}

const orders = {
  updated: { key: sql`t.updated_at`, within: [], byStatus: true, byOwner: true },
  due: { key: sql`t.due_at`, within: [sql`t.due_at is not null`], byStatus: false, byOwner: true },
  created: { key: sql`t.number`, within: [], byStatus: false, byOwner: false },
} as const;

const statusesOf = ({ status }: TicketFilter): Sql => sql`unnest(${status ?? ticketStatuses}::ticket_status[]) as s(status)`;

interface Owned {
  readonly branches: readonly Branch[];
  /** Parts of the filter that need not be asked again. */
  readonly answers: readonly string[];
}
const anybodys: Owned = { branches: [{ streams: [], within: [] }], answers: [] };

/** By the most telling part that an index begins with: whose they are, in which queue, of which category. */
function ownedBy(catalog: Catalog, viewer: Viewer, filter: TicketFilter, scope: Scope, hasCategories: boolean): Owned {
  const { assignee, queueId, categoryId } = filter;
  if (assignee)
    return { branches: [{ streams: [], within: [isAssigned(assignee === 'me' ? viewer.id : assignee)] }], answers: ['assignee'] };
  const mine = { streams: [], within: [isAssigned(viewer.id)] };
  if (scope.reach === 'own') return { branches: [mine], answers: [] };
  if (scope.reach === 'team')
    return { branches: [inQueues(queueId?.filter((id) => scope.queueIds.includes(id)) ?? scope.queueIds), mine], answers: ['scope'] };
  if (queueId) return { branches: [inQueues(queueId)], answers: ['queueId'] };
  if (!categoryId || !hasCategories) return anybodys;
  const below = sql`unnest(${belowCategory(catalog.taxonomy, categoryId)}::uuid[]) as c(id)`;
  return { branches: [{ streams: [below], within: [sql`t.category_id = c.id`] }], answers: ['categoryId'] };
}

const inQueues = (ids: readonly string[]): Branch => ({
  streams: [sql`unnest(${ids}::uuid[]) as q(id)`],
  within: [sql`t.queue_id = q.id`],
});
