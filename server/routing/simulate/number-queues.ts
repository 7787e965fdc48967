import type { Arrivals } from './arrivals.ts';

/** The queues of all needs by number, and for each row the how manieth moment of arrival in its queue it came at. */
export interface QueueNumbers {
  readonly queueOf: readonly number[];
  readonly momentOf: Int32Array;
  /** How many different moments each queue has. */
  readonly moments: readonly number[];
}

export function numberQueues({ needs, needOf, at, order }: Arrivals): QueueNumbers {
  const names = [...new Set(needs.map(({ queueId }) => queueId))];
  const queueOf = needs.map(({ queueId }) => names.indexOf(queueId));
  const moments = names.map(() => 0);
  const latest = names.map(() => Number.NaN);
  const momentOf = new Int32Array(at.length);
  for (const row of order) {
    const queue = queueOf[needOf[row] ?? 0] ?? 0;
    const now = at[row] ?? 0;
    if (now !== latest[queue]) moments[queue] = (moments[queue] ?? 0) + 1;
    latest[queue] = now;
    momentOf[row] = (moments[queue] ?? 0) - 1;
  }
  return { queueOf, momentOf, moments };
}
