import type { Arrivals, Need } from '../routing/simulate/arrivals.ts';
import type { Setting } from '../routing/simulate/floor.ts';

/** Arrivals and the two settings in which they are played. */
export interface Case {
  readonly arrivals: Arrivals;
  /** Of the times in `arrivals`: recorded ones are whole milliseconds, so that equal instants are equal. */
  readonly unitsPerSecond: number;
  /** Whether times count from 1970. */
  readonly isDated: boolean;
  /** 1: belongs to what is compared; 0: came before, and only makes the beginning as busy as it was. */
  readonly counted: Uint8Array;
  readonly before: Side;
  readonly after: Side;
  readonly recorded: Recorded | null;
}

/** By whom and in which order the arrivals are served. */
export interface Side {
  readonly setting: Setting;
  /** The ids of the setting's agents. */
  readonly agentIds: readonly string[];
  /** Seconds promised. */
  promiseOf(need: Need): number;
  /** Whether an agent took work at a moment. */
  isThere(agent: number, moment: number): boolean;
  /** Time in which agents took work, summed, in units, between the first and the last counted arrival. */
  staffedBetween(from: number, until: number): number;
}

/** What really happened, row by row, in units. */
export interface Recorded {
  /** Place among the agents before; -1: nobody; -2: somebody who serves no queue any more; -3: somebody who took no work then. */
  readonly agent: Int32Array;
  /** NaN: not answered. */
  readonly startedAt: Float64Array;
  /** NaN: not over yet. */
  readonly endedAt: Float64Array;
  /** Place of the preferred agent, or -1. */
  readonly preferred: Int32Array;
  /** When the rules were changed meanwhile; Infinity: they were not. */
  readonly changedAt: number;
}
