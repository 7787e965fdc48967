import type { Arrivals } from './arrivals.ts';
import { numberQueues } from './number-queues.ts';

export interface OvertakenCounter {
  joined(row: number): void;
  gaveUp(row: number): void;
  /** How many of the same queue came later than this one and were started at an earlier time. */
  started(row: number, now: number): number;
}

/**
 * Counts who was served before whom although they came later. Of each queue a Fenwick tree (1994) over the moments of
 * arrival holds those already started; who is started while nobody else waits overtakes nobody and is left out.
 */
export function countOvertaken(arrivals: Arrivals): OvertakenCounter {
  const { queueOf, momentOf, moments } = numberQueues(arrivals);
  const queues = moments.map((count) => ({ started: counterOver(count), waiting: 0 }));
  const queueOfRow = (row: number) => queues[queueOf[arrivals.needOf[row] ?? 0] ?? 0];
  let startedNow: number[] = [];
  let instant = -Infinity;

  const change = (row: number, by: number) => {
    const queue = queueOfRow(row);
    if (queue) queue.waiting += by;
    return queue?.waiting ?? 0;
  };

  /** Who is started at an instant overtakes nobody who is started at the same one, so they count from the next one on. */
  function passTo(now: number): void {
    for (const row of startedNow) queueOfRow(row)?.started.add(momentOf[row] ?? 0);
    if (startedNow.length > 0) startedNow = [];
    instant = now;
  }

  return {
    joined: (row) => void change(row, 1),
    gaveUp: (row) => void change(row, -1),
    started(row, now) {
      if (now > instant) passTo(now);
      if (change(row, -1) > 0) startedNow.push(row);
      return now > (arrivals.at[row] ?? now) ? (queueOfRow(row)?.started.after(momentOf[row] ?? 0) ?? 0) : 0;
    },
  };
}

/** How many numbers greater than a given one have been added, in logarithmic time. */
function counterOver(count: number): { add(number: number): void; after(number: number): number } {
  const sums = new Int32Array(count + 1);
  let total = 0;
  return {
    add(number) {
      total++;
      for (let i = number + 1; i <= count; i += i & -i) sums[i] = (sums[i] ?? 0) + 1;
    },
    after(number) {
      let upTo = 0;
      for (let i = number + 1; i > 0; i -= i & -i) upTo += sums[i] ?? 0;
      return total - upTo;
    },
  };
}
