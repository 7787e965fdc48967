import type { TaskView } from '../../../server/contract/entities.ts';
import type { Channel } from '../../../server/contract/statuses.ts';

/** Which figure of the board was opened. */
export interface WaitingFilter {
  readonly queueId?: string;
  readonly tier?: string;
  readonly channel?: Channel;
}

export const passes = (filter: WaitingFilter, task: Pick<TaskView, 'queueId' | 'tier' | 'channel'>) =>
  (filter.queueId === undefined || filter.queueId === task.queueId) &&
  (filter.tier === undefined || filter.tier === task.tier) &&
  (filter.channel === undefined || filter.channel === task.channel);

export const sameFilter = (a: WaitingFilter, b: WaitingFilter) => a.queueId === b.queueId && a.tier === b.tier && a.channel === b.channel;
