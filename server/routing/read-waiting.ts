import type { Caller } from '../auth/identify-caller.ts';
import { maySeeQueue } from '../auth/permissions.ts';
import { type Catalog, promiseOf } from '../catalog/read-catalog.ts';
import type { TaskView, WaitingClock, WaitingGroup } from '../contract/entities.ts';
import type { Channel } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { closedFor } from './count-waiting.ts';
import { scoreOf } from './decide.ts';
import { policyFrom } from './policy.ts';
import { clockOf } from './present-clock.ts';
import { readTasks } from './present-task.ts';

export interface WaitingFilter {
  readonly queueId?: string | undefined;
  readonly tier?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly limit: number;
}

interface GroupRow extends Omit<WaitingGroup, 'oldestNeededAt' | 'promiseSeconds' | keyof WaitingClock> {
  oldestNeededAt: Date;
  eldest: string[];
}

/** What waits: counts by queue, tier and channel, and the most urgent tasks in the order they will be offered. */
export async function readWaiting(hub: Hub, caller: Caller, filter: WaitingFilter): Promise<{ groups: WaitingGroup[]; tasks: TaskView[] }> {
  const catalog = await hub.catalog.current();
  const now = hub.clock.now();
  const rows = await hub.db.all<GroupRow>(sql`
    select t.queue_id, t.tier, t.channel::text, count(*)::int as waiting, min(t.needed_at) as oldest_needed_at,
      (array_agg(t.id::text order by t.needed_at, t.id))[1:${filter.limit}] as eldest
    from tasks t where t.state in ('pending', 'reserved') and ${maySeeQueue(caller, sql`t.queue_id`)} ${narrowed(filter)}
    group by t.queue_id, t.tier, t.channel`);
  const groups = rows.map(({ eldest: _, ...group }) => ({
    ...group,
    oldestNeededAt: group.oldestNeededAt.toISOString(),
    ...clockOf(catalog, { ...group, neededAt: group.oldestNeededAt }, now),
    promiseSeconds: promiseOf(catalog.policy, group),
  }));
  const policy = policyFrom(catalog.policy, catalog.tiers);
  const score = (task: TaskView) => scoreOf(standing(catalog, task, now), policy, now.getTime());
  const tasks = await readTasks(hub, sql`t.id = any(${rows.flatMap(({ eldest }) => eldest)}::uuid[])`);
  return {
    groups,
    tasks: tasks
      .sort((a, b) => score(b) - score(a) || a.neededAt.localeCompare(b.neededAt) || a.id.localeCompare(b.id))
      .slice(0, filter.limit),
  };
}

function standing(catalog: Catalog, task: TaskView, now: Date) {
  const waiting = { ...task, neededAt: Date.parse(task.neededAt) };
  return { ...waiting, closedFor: closedFor(catalog, waiting, now.getTime()) };
}

const narrowed = ({ queueId, tier, channel }: WaitingFilter): Sql => sql`
  ${queueId ? sql`and t.queue_id = ${queueId}` : sql``} ${tier ? sql`and t.tier = ${tier}` : sql``} ${channel ? sql`and t.channel = ${channel}::channel` : sql``}`;
