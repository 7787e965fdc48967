import { type Bars, choose, type Line } from '../decide.ts';
import type { Arrivals } from './arrivals.ts';
import { countOvertaken } from './count-overtaken.ts';
import { earliestBy, placesFor } from './earliest.ts';
import type { Pool } from './scenario.ts';
import { staffOf } from './staff.ts';
import { type Waited, type WaitingClass, waitingLine } from './waiting-line.ts';

/** What decides who serves whom when. What is left out is as in every scenario. */
export interface Setting {
  readonly agents: readonly Pool[];
  /** The line of each need. */
  readonly lines: readonly Line[];
  readonly bars?: Bars | undefined;
  readonly waited?: Waited | undefined;
  /** When agents come and go, by time. Whoever first comes is not there before. */
  readonly shifts?: readonly Shift[] | undefined;
}

/** An agent takes work from now on, or no more. */
export interface Shift {
  readonly at: number;
  readonly agent: number;
  readonly comes: boolean;
}

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
  /** When the next customer leaves, served or not, or the next agent comes or goes; Infinity when nothing is left to happen. */
  next(): number;
  /** All whose patience has ended leave. */
  giveUp(now: number): void;
  /** All tasks that have ended leave their agents. */
  finish(now: number): void;
  /** All agents who come or go by now do. */
  change(now: number): void;
  arrive(row: number): void;
  /** Everything starts that can, one choice of the hub's after another. */
  start(now: number): void;
  busySeconds(): number;
}

export function openFloor(setting: Setting, arrivals: Arrivals): Floor {
  const { at, handle, patience, needOf, needs } = arrivals;
  const { shifts = [] } = setting;
  const outcomes = emptyOutcomes(at.length);
  const staff = staffOf(setting.agents, setting.bars, thoseWhoComeLater(shifts));
  const waiting = waitingLine(arrivals, setting.lines, setting.waited);
  let changed = 0;
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
    next: () => Math.min(givingUp.firstKey(), ends.firstKey(), shifts[changed]?.at ?? Infinity),
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
    change(now) {
      for (let shift = shifts[changed]; shift && shift.at <= now; shift = shifts[++changed]) {
        if (shift.comes) staff.come(shift.agent, shift.at);
        else staff.leave(shift.agent);
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

function thoseWhoComeLater(shifts: readonly Shift[]): Set<number> {
  const first = new Map<number, boolean>();
  for (const { agent, comes } of shifts) if (!first.has(agent)) first.set(agent, comes);
  return new Set([...first].flatMap(([agent, comes]) => (comes ? [agent] : [])));
}

const emptyOutcomes = (count: number): Outcomes => ({
  startedAt: new Float64Array(count).fill(Number.NaN),
  agentOf: new Int32Array(count).fill(-1),
  overtaken: new Int32Array(count),
});
