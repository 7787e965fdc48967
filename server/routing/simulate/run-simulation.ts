import type { Arrivals } from './arrivals.ts';
import { type Outcomes, openFloor, type Rules } from './floor.ts';

/** What became of the arrivals, row by row and in all. */
export interface Run extends Outcomes {
  /** Seconds in which agents held a task, summed over all agents. */
  readonly busySeconds: number;
  /** From the first arrival until the last task was done. */
  readonly simulatedSeconds: number;
}

/**
 * Plays all arrivals until everybody was served or gave up. At one instant first those leave who give up, then agents
 * become free, then tasks arrive, and then everything starts that can.
 */
export function runSimulation(rules: Rules, arrivals: Arrivals): Run {
  const { at, order } = arrivals;
  const floor = openFloor(rules, arrivals);
  let arrived = 0;
  let simulatedSeconds = 0;
  const nextArrival = () => at[order[arrived] ?? -1] ?? Infinity;
  const first = nextArrival();
  for (let now = first; now < Infinity; now = Math.min(floor.nextLeaving(), nextArrival())) {
    floor.giveUp(now);
    floor.finish(now);
    while (nextArrival() <= now) floor.arrive(order[arrived++] ?? 0);
    floor.start(now);
    simulatedSeconds = now - first;
  }
  return { ...floor.outcomes, busySeconds: floor.busySeconds(), simulatedSeconds };
}
