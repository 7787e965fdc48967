import type { Clock } from '../../server/clock.ts';

const aYear = 365 * 24 * 3600_000;

/** Time stands still until the test moves it. */
export interface TestClock extends Clock {
  /** The time in so many seconds. */
  later(seconds: number): string;
  move(seconds: number): void;
}

/** It begins a year ahead, so that no timer runs by the wall's clock. */
export const testClock = (): TestClock => clockFrom(Date.now() + aYear);

/** It begins now, for whoever shows times by the clock of the Date headers, as browsers do. */
export const clockOfToday = (): TestClock => clockFrom(Date.now());

function clockFrom(time: number): TestClock {
  let passed = 0;
  return {
    now: () => new Date(time + passed),
    later: (seconds) => new Date(time + passed + seconds * 1000).toISOString(),
    move: (seconds) => {
      passed += seconds * 1000;
    },
  };
}
