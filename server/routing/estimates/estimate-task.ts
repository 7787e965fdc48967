import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { policyFrom } from '../policy.ts';
import { type Estimate, estimateWait, type Waiter } from './estimate-wait.ts';
import { currentLine } from './read-line.ts';

/** The estimate of a task that waits or rings; undefined when it does neither. */
export async function estimateTask(hub: Hub, taskId: string): Promise<Estimate | undefined> {
  const task = await hub.db.maybe<Omit<Waiter, 'neededAt'> & { neededAt: Date }>(sql`
    select queue_id, tier, channel::text, skills, needed_at from tasks where id = ${taskId} and state in ('pending', 'reserved')`);
  return task && estimate(hub, hub.db, { ...task, neededAt: task.neededAt.getTime() });
}

/** The estimate of somebody who waits, or would if they came now. */
export async function estimate(hub: Hub, db: Reader, waiter: Waiter): Promise<Estimate> {
  const { policy, tiers } = hub.catalog.known();
  return estimateWait(await currentLine(hub, db), waiter, policyFrom(policy, tiers));
}

/** What a customer was told is kept, to be held against what became of it. */
export async function rememberTold(hub: Hub, taskId: string, { position, wait }: Estimate): Promise<void> {
  if (!wait) return;
  await hub.db.all(sql`
    insert into wait_estimates (task_id, at, position, p50, p90) values (${taskId}, ${hub.clock.now()}, ${position}, ${wait.p50}, ${wait.p90})`);
}
