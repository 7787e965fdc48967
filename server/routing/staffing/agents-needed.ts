import { erlangA } from './erlang-a.ts';
import type { Demand } from './erlang-c.ts';

/** This share of all who come is to be answered within so many seconds: a goal that cannot be reached by letting people give up. */
export interface Goal {
  readonly share: number;
  readonly seconds: number;
}

/** The fewest agents who reach the goal; patience Infinity means that nobody gives up. */
export function agentsNeeded(demand: Demand, patienceSeconds: number, goal: Goal): number {
  const reached = (agents: number) => erlangA(demand, patienceSeconds, agents, goal.seconds).answeredInTime >= goal.share;
  if (reached(0)) return 0;
  let [few, many] = [0, 1];
  while (!reached(many)) [few, many] = [many, 2 * many];
  while (many - few > 1) {
    const middle = Math.floor((few + many) / 2);
    if (reached(middle)) many = middle;
    else few = middle;
  }
  return many;
}
