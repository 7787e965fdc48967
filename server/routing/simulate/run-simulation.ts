import { choose } from '../decide.ts';
import type { Arrivals } from './arrivals.ts';
import { countOvertaken } from './count-overtaken.ts';
import { earliestBy, placesFor } from './earliest.ts';
import { linesOf } from './policy-lines.ts';
import type { Scenario } from './scenario.ts';
import { staffOf } from './staff.ts';
import { type WaitingClass, waitingLine } from './waiting-line.ts';

/** What became of each row of the arrivals. */
export interface Run {
  /** NaN: gave up. */
  readonly startedAt: Float64Array;
  /** Numbered from 0 in the order the scenario names them; -1: gave up. */
  readonly agentOf: Int32Array;
  readonly overtaken: Int32Array;
  /** Seconds in which agents held a task, summed over all agents. */
  readonly busySeconds: number;
  /** From the first arrival until the last task was done. */
  readonly simulatedSeconds: number;
}

/** What of a scenario decides who serves whom when. */
export type Rules = Pick<Scenario, 'agents' | 'policy' | 'promises'>;

/**
 * Plays all arrivals until everybody was served or gave up. At one instant first those leave who give up, then agents
 * become free, then tasks arrive, and then everything starts that can.
 */
export function runSimulation(scenario: Rules, arrivals: Arrivals): Run {
  const { at, handle, patience, needOf, needs, order } = arrivals;
  const startedAt = new Float64Array(at.length).fill(Number.NaN);
  const agentOf = new Int32Array(at.length).fill(-1);
  const overtaken = new Int32Array(at.length);
  const staff = staffOf(scenario.agents);
  const waiting = waitingLine(arrivals, linesOf(needs, scenario));
  const counter = countOvertaken(arrivals);
  const finders = needs.map(staff.finderFor);
  const agentFor = (head: WaitingClass) => finders[head.need]?.();
  // A task either waits or is being served, so both lines can share their places.
  const places = placesFor(at.length);
  const givesUpAt = at.map((moment, row) => moment + (patience[row] ?? Infinity));
  const givingUp = earliestBy(givesUpAt, places);
  const endsAt = new Float64Array(at.length);
  const ends = earliestBy(endsAt, places);
  const channelOf = (row: number) => needs[needOf[row] ?? 0]?.channel ?? 'voice';

  function giveUp(row: number): void {
    givingUp.remove(row);
    waiting.leave(row);
    counter.gaveUp(row);
  }

  function finish(row: number, now: number): void {
    ends.remove(row);
    staff.finish(agentOf[row] ?? 0, channelOf(row), now);
  }

  function arrive(row: number): void {
    waiting.join(row);
    counter.joined(row);
    if (givesUpAt[row] !== Infinity) givingUp.add(row);
  }

  function start(row: number, agent: number, now: number): void {
    givingUp.remove(row);
    waiting.leave(row);
    overtaken[row] = counter.started(row, now);
    startedAt[row] = now;
    agentOf[row] = agent;
    staff.take(agent, channelOf(row), now);
    endsAt[row] = now + (handle[row] ?? 0);
    ends.add(row);
  }

  function startAll(now: number): void {
    waiting.age(now);
    for (let choice = choose(waiting.classes, agentFor); choice; choice = choose(waiting.classes, agentFor)) {
      start(choice.head.head, choice.agent, now);
      waiting.age(now);
    }
  }

  let arrived = 0;
  let simulatedSeconds = 0;
  const nextArrival = () => at[order[arrived] ?? -1] ?? Infinity;
  const first = nextArrival();
  for (let now = first; now < Infinity; now = Math.min(givingUp.firstKey(), ends.firstKey(), nextArrival())) {
    while (givingUp.firstKey() <= now) giveUp(givingUp.first() ?? 0);
    while (ends.firstKey() < now) finish(ends.first() ?? 0, now);
    while (nextArrival() <= now) arrive(order[arrived++] ?? 0);
    startAll(now);
    simulatedSeconds = now - first;
  }
  return { startedAt, agentOf, overtaken, busySeconds: staff.busySeconds(), simulatedSeconds };
}
