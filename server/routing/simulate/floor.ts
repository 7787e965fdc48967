import { choose } from '../decide.ts';
import type { Arrivals } from './arrivals.ts';
import { countOvertaken } from './count-overtaken.ts';
import { earliestBy, placesFor } from './earliest.ts';
import { linesOf } from './policy-lines.ts';
import type { Scenario } from './scenario.ts';
import { staffOf } from './staff.ts';
import { type WaitingClass, waitingLine } from './waiting-line.ts';

/** What of a scenario decides who serves whom when. */
export type Rules = Pick<Scenario, 'agents' | 'policy' | 'promises'>;

/** By row of the arrivals. */
export interface Outcomes {
  /** NaN: gave up. */
  readonly startedAt: Float64Array;
  /** Numbered from 0 in the order the scenario names them; -1: gave up. */
  readonly agentOf: Int32Array;
  readonly overtaken: Int32Array;
}

/** Where customers wait and agents serve them. */
export interface Floor {
  readonly outcomes: Outcomes;
  /** When the next customer leaves, served or not; Infinity when nobody is there. */
  nextLeaving(): number;
  /** All whose patience has ended leave. */
  giveUp(now: number): void;
  /** All tasks that have ended leave their agents. */
  finish(now: number): void;
  arrive(row: number): void;
  /** Everything starts that can, one choice of the hub's after another. */
  start(now: number): void;
  busySeconds(): number;
}

export function openFloor(rules: Rules, arrivals: Arrivals): Floor {
  const { at, handle, patience, needOf, needs } = arrivals;
  const outcomes = emptyOutcomes(at.length);
  const staff = staffOf(rules.agents);
  const waiting = waitingLine(arrivals, linesOf(needs, rules));
  const overtaken = countOvertaken(arrivals);
  const finders = needs.map(staff.finderFor);
  const agentFor = (head: WaitingClass) => finders[head.need]?.();
  const channelOf = (row: number) => needs[needOf[row] ?? 0]?.channel ?? 'voice';
  // A task either waits or is being served, so both heaps can share their places.
  const places = placesFor(at.length);
  const givesUpAt = at.map((moment, row) => moment + (patience[row] ?? Infinity));
  const givingUp = earliestBy(givesUpAt, places);
  const endsAt = new Float64Array(at.length);
  const ends = earliestBy(endsAt, places);

  function begin(row: number, agent: number, now: number): void {
    givingUp.remove(row);
    waiting.leave(row);
    outcomes.overtaken[row] = overtaken.started(row, now);
    outcomes.startedAt[row] = now;
    outcomes.agentOf[row] = agent;
    staff.take(agent, channelOf(row), now);
    endsAt[row] = now + (handle[row] ?? 0);
    ends.add(row);
  }

  return {
    outcomes,
    busySeconds: staff.busySeconds,
    nextLeaving: () => Math.min(givingUp.firstKey(), ends.firstKey()),
    giveUp(now) {
      for (let row = givingUp.takeDue(now); row !== undefined; row = givingUp.takeDue(now)) {
        waiting.leave(row);
        overtaken.gaveUp(row);
      }
    },
    finish(now) {
      for (let row = ends.takeDue(now); row !== undefined; row = ends.takeDue(now)) {
        staff.finish(outcomes.agentOf[row] ?? 0, channelOf(row), now);
      }
    },
    arrive(row) {
      waiting.join(row);
      overtaken.joined(row);
      if (givesUpAt[row] !== Infinity) givingUp.add(row);
    },
    start(now) {
      waiting.age(now);
      for (let choice = choose(waiting.classes, agentFor); choice; choice = choose(waiting.classes, agentFor)) {
        begin(choice.head.head, choice.agent, now);
        waiting.age(now);
      }
    },
  };
}

const emptyOutcomes = (count: number): Outcomes => ({
  startedAt: new Float64Array(count).fill(Number.NaN),
  agentOf: new Int32Array(count).fill(-1),
  overtaken: new Int32Array(count),
});
