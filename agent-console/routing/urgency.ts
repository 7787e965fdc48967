import type { WaitingClock } from '../../server/contract/entities.ts';

/** Who waits since when, what they were promised, and when that counts. */
export interface Wait extends WaitingClock {
  readonly neededAt: string;
  readonly promiseSeconds: number;
}

/** Seconds waited as the promise counts them: while the queue is closed the clock stands. */
export function waitedSeconds({ neededAt, closedSeconds, opensAt, pausesAt }: Wait, now: number): number {
  const from = Math.max(now, opensAt === null ? now : Date.parse(opensAt));
  const counted = pausesAt === null ? from : Math.min(from, Date.parse(pausesAt));
  return Math.max(0, (counted - Date.parse(neededAt)) / 1_000 - closedSeconds);
}

/** Whether the clock stands now. */
export const isPaused = ({ opensAt, pausesAt }: WaitingClock, now: number): boolean =>
  (opensAt !== null && now < Date.parse(opensAt)) || (pausesAt !== null && now >= Date.parse(pausesAt));

/** The share of its promise a need has used: 0 when it arose, 1 when the promise is broken, and on without bound. */
export const urgency = (wait: Wait, now: number): number => waitedSeconds(wait, now) / wait.promiseSeconds;

export type Mood = 'calm' | 'attentive' | 'urgent' | 'over';

export function moodOf(used: number): Mood {
  if (used >= 1) return 'over';
  if (used >= 0.8) return 'urgent';
  return used >= 0.5 ? 'attentive' : 'calm';
}

/** Most urgent first, as the router takes them. */
export const byUrgency = <T extends Wait>(waiting: readonly T[], now: number): T[] =>
  [...waiting].sort((a, b) => urgency(b, now) - urgency(a, now));
