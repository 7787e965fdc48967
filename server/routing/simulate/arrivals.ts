import type { Head } from '../decide.ts';

/** What can be needed. Tasks that need the same differ only by their times, so they wait in one class. */
export type Need = Pick<Head, 'queueId' | 'tier' | 'channel' | 'skills'>;

/** Who came when and needed what: one row each, in columns because there may be many millions. Times are seconds. */
export interface Arrivals {
  readonly needs: readonly Need[];
  /** Index of the row's need. */
  readonly needOf: Int32Array;
  readonly at: Float64Array;
  readonly handle: Float64Array;
  /** Infinity: never gives up. */
  readonly patience: Float64Array;
  idOf(row: number): string;
  /** The rows as they arrive: by time, then by id. */
  readonly order: Int32Array;
}
