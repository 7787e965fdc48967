/** Where time comes from: the wall in the hub, the test's hand in tests. */
export interface Clock {
  now(): Date;
}

export const wallClock: Clock = { now: () => new Date() };

export const secondsAfter = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1000);
