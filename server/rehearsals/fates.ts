import type { RehearsedOutcome } from '../contract/rehearsals.ts';
import type { Run } from '../routing/simulate/run-simulation.ts';
import type { Case, Recorded } from './case.ts';

/** What became of each arrival; waits in seconds. */
export interface Fates {
  /** NaN: not answered. */
  readonly startedAt: Float64Array;
  outcomeOf(row: number): RehearsedOutcome;
  /** Until they were answered or gave up; Infinity for those who still wait. */
  waitOf(row: number): number;
  /** That part of the wait which counts against the promise. */
  countedWaitOf(row: number): number;
  readonly overtaken: Int32Array | null;
}

export const fatesPlayed = (of: Case, run: Run): Fates => fates(of, run.startedAt, run.overtaken, of.arrivals.patience);

/** Who was neither answered nor gone was still waiting when it was last looked. */
export const fatesRecorded = (of: Case, { startedAt, endedAt }: Recorded): Fates =>
  fates(
    of,
    startedAt,
    null,
    of.arrivals.patience.map((patience, row) => (Number.isNaN(endedAt[row]) ? Infinity : patience)),
  );

function fates(of: Case, startedAt: Float64Array, overtaken: Int32Array | null, patience: Float64Array): Fates {
  const { at, needOf } = of.arrivals;
  const { waited } = of.before.setting;
  const isAnswered = (row: number) => !Number.isNaN(startedAt[row]);
  const span = (row: number) => (isAnswered(row) ? (startedAt[row] ?? 0) - (at[row] ?? 0) : (patience[row] ?? Infinity));
  const waitOf = (row: number) => span(row) / of.unitsPerSecond;
  return {
    startedAt,
    overtaken,
    waitOf,
    outcomeOf: (row) => (isAnswered(row) ? 'answered' : patience[row] === Infinity ? 'waiting' : 'abandoned'),
    countedWaitOf: waited ? (row) => waited(needOf[row] ?? 0, at[row] ?? 0, (at[row] ?? 0) + span(row)) : waitOf,
  };
}
