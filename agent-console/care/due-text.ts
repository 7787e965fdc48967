import type { useText } from '../language/use-text.ts';

const NEAR = 6 * 86_400_000;

/** When something is or was due: weekday and clock within a week, else the date. */
export function dueText(at: string, now: number, { weekTime, date }: Pick<ReturnType<typeof useText>, 'weekTime' | 'date'>): string {
  return Math.abs(Date.parse(at) - now) < NEAR ? weekTime(at, now) : date(at);
}
