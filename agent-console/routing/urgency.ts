/** The share of its promise a need has used: 0 when it arose, 1 when the promise is broken, and on without bound. */
export function urgency(neededAt: string, promiseSeconds: number, now: number): number {
  return Math.max(0, (now - Date.parse(neededAt)) / 1_000 / promiseSeconds);
}

export type Mood = 'calm' | 'attentive' | 'urgent' | 'over';

export function moodOf(used: number): Mood {
  if (used >= 1) return 'over';
  if (used >= 0.8) return 'urgent';
  return used >= 0.5 ? 'attentive' : 'calm';
}

interface Waiting {
  readonly neededAt: string;
  readonly promiseSeconds: number;
}

/** Most urgent first, as the router takes them. */
export function byUrgency<T extends Waiting>(waiting: readonly T[], now: number): T[] {
  return [...waiting].sort((a, b) => urgency(b.neededAt, b.promiseSeconds, now) - urgency(a.neededAt, a.promiseSeconds, now));
}
