import type { Arrivals } from './arrivals.ts';
import { type Outcomes, openFloor, type Setting } from './floor.ts';
import { linesOf } from './policy-lines.ts';
import type { Rules } from './scenario.ts';

/** What became of the arrivals, row by row and in all. */
export interface Run extends Outcomes {
  /** Time in which agents held a task, summed over all agents. */
  readonly busySeconds: number;
  /** From the first arrival until the last task was done. */
  readonly simulatedSeconds: number;
}

/** Plays the arrivals of a scenario. */
export const runSimulation = (rules: Rules, arrivals: Arrivals): Run =>
  play({ agents: rules.agents, lines: linesOf(arrivals.needs, rules) }, arrivals);

/**
 * Plays all arrivals until everybody was served or gave up, or nothing is left to happen. At one instant first those leave who give
 * up, then agents become free, come and go, then tasks arrive, and then everything starts that can. `watch` is told now and then how
 * many have arrived.
 */
export function play(setting: Setting, arrivals: Arrivals, watch: (arrived: number) => void = () => {}): Run {
  const { at, order } = arrivals;
  const floor = openFloor(setting, arrivals);
  let arrived = 0;
  let simulatedSeconds = 0;
  const nextArrival = () => at[order[arrived] ?? -1] ?? Infinity;
  const first = nextArrival();
  floor.change(first);
  for (let now = first; now < Infinity; now = Math.min(floor.next(), nextArrival())) {
    floor.giveUp(now);
    floor.finish(now);
    floor.change(now);
    while (nextArrival() <= now) {
      if (arrived % ROWS_BETWEEN_LOOKS === 0) watch(arrived);
      floor.arrive(order[arrived++] ?? 0);
    }
    floor.start(now);
    simulatedSeconds = now - first;
  }
  return { ...floor.outcomes, busySeconds: floor.busySeconds(), simulatedSeconds };
}

const ROWS_BETWEEN_LOOKS = 4096;
