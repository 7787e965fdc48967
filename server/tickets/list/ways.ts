import type { Viewer } from '../../auth/permissions.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import { channels, type TicketStatus } from '../../contract/statuses.ts';
import type { TicketFilter } from '../../contract/ticket-list.ts';
import { json, type Sql, sql } from '../../db/sql.ts';
import { belowCategory } from './below-category.ts';
import { type Conditions, isAssigned } from './filter-conditions.ts';
import type { Way } from './plan-list.ts';
import type { Scope } from './ticket-scope.ts';

/** Stretches of one index, as many as its constants have combinations. */
export interface Stream {
  readonly from: Sql;
  /** What its index is sorted by. */
  readonly key: Sql;
  readonly id: Sql;
  /** Tables of its constants. */
  readonly constants: readonly Constants[];
  /** What makes a row part of its stretch. */
  readonly within: readonly Sql[];
  /** What the index does not answer. */
  readonly rest: readonly Sql[];
  /** What is left to ask fits hardly ever not. */
  readonly isExact?: boolean;
  /** What is left to ask is asked of each ticket itself, wherever it lies: that takes ten times as long. */
  readonly isDear?: boolean;
  /** Something about ticket `t`, as `from` can say it. */
  readonly say: (about: Sql) => Sql;
}

interface Constants {
  readonly rows: Sql;
  readonly count: number;
}

export interface Asked {
  readonly catalog: Pick<Catalog, 'taxonomy'>;
  readonly viewer: Pick<Viewer, 'id'>;
  readonly filter: TicketFilter;
  readonly scope: Scope;
  readonly conditions: Conditions & { readonly scope?: Sql };
  readonly statuses: readonly TicketStatus[];
}

type Part = keyof Asked['conditions'];

/** Last changed first, or last: whose they are, in which queues, and by everything rare enough to be looked up. */
export function waysByChange(asked: Asked): Way[] {
  const { tier, channel, categoryId, rootCause, fields } = asked.filter;
  const ways = [
    byOwner(asked, byStatus(asked)),
    tier && [stream(asked, 'tier', [list(tier, (values) => sql`unnest(${values}::text[]) as k(tier)`)], [sql`t.tier = k.tier`])],
    channel && [byChannels(asked, channel)],
    categoryId && [byCategory(asked, belowCategory(asked.catalog.taxonomy, categoryId))],
    rootCause !== undefined && rootCause !== 'none' && [stream(asked, 'rootCause', [], [sql`t.root_cause_id = ${rootCause}`])],
    ...Object.entries(fields ?? {}).flatMap(([key, value]) => byMark(asked, key, value)),
  ].filter((way) => way !== undefined && way !== false);
  return ways.length > 0 ? ways : [[byStatus(asked)]];
}

/** By what is due; only tickets with something due. */
export function waysByDue(asked: Asked): Way[] {
  const { due } = asked.conditions;
  const all = { ...plain, key: sql`t.due_at`, within: due ? [due] : [], rest: restOf(asked, 'due') };
  return [byOwner(asked, all) ?? [all]];
}

/** By number: of the unsolved there is an index, among all the solved are many. */
export function waysByNumber(asked: Asked): Way[] {
  const isUnsolved = asked.statuses.every((status) => status !== 'solved' && status !== 'closed');
  if (!isUnsolved) return [[{ ...plain, key: sql`t.number`, within: [], rest: restOf(asked) }]];
  // Spelt out, so that the planner knows the index to hold them all.
  const within = [sql`t.status = s.status and t.status in ('new', 'open', 'pending', 'on_hold')`];
  return [[{ ...plain, key: sql`t.number`, constants: [statusesOf(asked)], within, rest: restOf(asked, 'status') }]];
}

const plain = { from: sql`tickets t`, key: sql`t.updated_at`, id: sql`t.id`, constants: [], say: (about: Sql) => about };

/** Each once, however often it was asked for. */
function list(given: readonly string[], rows: (values: readonly string[]) => Sql): Constants {
  const values = [...new Set(given)];
  return { rows: rows(values), count: values.length };
}

const statusesOf = ({ statuses }: Asked): Constants => list(statuses, (values) => sql`unnest(${values}::ticket_status[]) as s(status)`);

const restOf = ({ conditions }: Asked, ...answered: readonly Part[]): Sql[] =>
  Object.entries(conditions).flatMap(([part, condition]) => (answered.some((one) => one === part) ? [] : [condition]));

const byStatus = (asked: Asked): Stream => ({
  ...plain,
  constants: [statusesOf(asked)],
  within: [sql`t.status = s.status`],
  rest: restOf(asked, 'status'),
});

/** Streams of a status each, by an index that begins with what answers `part`. */
const stream = (asked: Asked, part: Part, constants: readonly Constants[], within: readonly Sql[]): Stream => ({
  ...plain,
  constants: [statusesOf(asked), ...constants],
  within: [sql`t.status = s.status`, ...within],
  rest: restOf(asked, 'status', part),
});

/** By whose they are, or else in which queue; nothing where that is not asked. `all` are those of anybody. */
function byOwner({ viewer, filter: { assignee, queueId }, scope, conditions }: Asked, all: Stream): Way | undefined {
  const narrowed = (within: Sql, answered: readonly (Sql | undefined)[], constants: readonly Constants[] = []): Stream => ({
    ...all,
    constants: [...all.constants, ...constants],
    within: [...all.within, within],
    rest: all.rest.filter((one) => !answered.includes(one)),
  });
  if (assignee) return [narrowed(isAssigned(assignee === 'me' ? viewer.id : assignee), [conditions.assignee])];
  const mine = isAssigned(viewer.id);
  if (scope.reach === 'own') return [narrowed(mine, [])];
  const inQueues = (ids: readonly string[], answered: readonly (Sql | undefined)[]): Stream =>
    narrowed(sql`t.queue_id = q.id`, answered, [list(ids, (values) => sql`unnest(${values}::uuid[]) as q(id)`)]);
  if (scope.reach === 'all') return queueId && [inQueues(queueId, [conditions.queueId])];
  const asked = queueId ? scope.queueIds.filter((id) => queueId.includes(id)) : scope.queueIds;
  const elsewhere = narrowed(mine, [conditions.scope]);
  const notThere = sql`t.queue_id <> all(${scope.queueIds}::uuid[])`;
  return [inQueues(asked, [conditions.scope, conditions.queueId]), { ...elsewhere, rest: [...elsewhere.rest, notThere] }];
}

function byCategory(asked: Asked, ids: readonly string[]): Stream {
  return stream(asked, 'categoryId', [list(ids, (values) => sql`unnest(${values}::uuid[]) as k(id)`)], [sql`t.category_id = k.id`]);
}

/** Most tickets have one channel: each set of channels that has one of these. */
function byChannels(asked: Asked, wanted: readonly string[]): Stream {
  const sets = Array.from({ length: 2 ** channels.length }, (_, bits) => channels.filter((_channel, i) => bits & (1 << i)));
  const fitting = sets.filter((set) => set.some((one) => wanted.includes(one))).map((set) => `{${set.join(',')}}`);
  // As good as all sets of several are empty.
  const constants = { rows: sql`unnest(${fitting}::text[]) as k(channels)`, count: wanted.length };
  return stream(asked, 'channel', [constants], [sql`t.channels = k.channels::channel[]`]);
}

/** What has one value of a field: another value may have the same mark, so that the field is asked for as well. */
function byMark(asked: Asked, key: string, value: unknown): Way[] {
  const [one] = Array.isArray(value) ? value : [value];
  if (one === undefined) return [];
  const rest = restOf(asked, 'status');
  return [
    [
      {
        from: sql`ticket_marks m`,
        key: sql`m.updated_at`,
        id: sql`m.ticket_id`,
        constants: [statusesOf(asked)],
        within: [sql`m.mark = mark_of(${key}, ${json(one)}::jsonb)`, sql`m.status = s.status`],
        rest,
        isExact: rest.length === 1 && Object.keys(asked.filter.fields ?? {}).length === 1 && !Array.isArray(value),
        isDear: true,
        say: (about) => sql`(select ${about} from tickets t where t.id = m.ticket_id)`,
      },
    ],
  ];
}
