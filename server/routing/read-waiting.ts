import type { Caller } from '../auth/identify-caller.ts';
import { maySeeQueue } from '../auth/permissions.ts';
import { promiseOf } from '../catalog/read-catalog.ts';
import type { TaskView, WaitingGroup } from '../contract/entities.ts';
import type { Channel } from '../contract/statuses.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { scoreOf } from './decide.ts';
import { policyFrom } from './policy.ts';
import { readTasks } from './present-task.ts';

export interface WaitingFilter {
  readonly queueId?: string | undefined;
  readonly tier?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly limit: number;
}

interface GroupRow extends Omit<WaitingGroup, 'oldestNeededAt' | 'promiseSeconds'> {
  oldestNeededAt: Date;
  eldest: string[];
}

/** What waits: counts by queue, tier and channel, and the most urgent tasks in the order they will be offered. */
export async function readWaiting(hub: Hub, caller: Caller, filter: WaitingFilter): Promise<{ groups: WaitingGroup[]; tasks: TaskView[] }> {
  const { policy: row, tiers } = await hub.catalog.current();
  const rows = await hub.db.all<GroupRow>(sql`
    select t.queue_id, t.tier, t.channel::text, count(*)::int as waiting, min(t.needed_at) as oldest_needed_at,
      (array_agg(t.id::text order by t.needed_at, t.id))[1:${filter.limit}] as eldest
    from tasks t where t.state in ('pending', 'reserved') and ${maySeeQueue(caller, sql`t.queue_id`)} ${narrowed(filter)}
    group by t.queue_id, t.tier, t.channel`);
  const groups = rows.map(({ eldest: _, ...group }) => ({
    ...group,
    oldestNeededAt: group.oldestNeededAt.toISOString(),
    promiseSeconds: promiseOf(row, group),
  }));
  const policy = policyFrom(row, tiers);
  const now = hub.clock.now().getTime();
  const score = (task: TaskView) => scoreOf({ ...task, neededAt: Date.parse(task.neededAt) }, policy, now);
  const tasks = await readTasks(hub, sql`t.id = any(${rows.flatMap(({ eldest }) => eldest)}::uuid[])`);
  return {
    groups,
    tasks: tasks
      .sort((a, b) => score(b) - score(a) || a.neededAt.localeCompare(b.neededAt) || a.id.localeCompare(b.id))
      .slice(0, filter.limit),
  };
}

const narrowed = ({ queueId, tier, channel }: WaitingFilter): Sql => sql`
  ${queueId ? sql`and t.queue_id = ${queueId}` : sql``} ${tier ? sql`and t.tier = ${tier}` : sql``} ${channel ? sql`and t.channel = ${channel}::channel` : sql``}`;
