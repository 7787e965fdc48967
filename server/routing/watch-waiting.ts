import type { Catalog, QueueRow } from '../catalog/read-catalog.ts';
import { promiseOf } from '../catalog/read-catalog.ts';
import type { Channel } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { enqueue } from '../jobs/enqueue.ts';

interface Watched {
  readonly taskId: string;
  readonly queue: QueueRow;
  readonly channel: Channel;
  readonly tier: string;
  readonly neededAt: Date;
}

/** Timers for what the queue's rules do with somebody who has waited that long; offers to callers need none. */
export function watchWaiting(catalog: Catalog, tx: Tx, { taskId, queue, channel, tier, neededAt }: Watched): void {
  for (const { after, channels, act } of queue.overflow.after ?? []) {
    if (act.do !== 'queue' || !channels.includes(channel)) continue;
    const seconds = 'seconds' in after ? after.seconds : after.share * promiseOf(catalog.policy, { queueId: queue.id, tier, channel });
    enqueue(tx, { job: 'overflow-task', payload: { taskId }, at: new Date(neededAt.getTime() + seconds * 1000) });
  }
}
