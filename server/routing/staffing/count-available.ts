import type { PastAgent } from '../history/read-staff.ts';
import { HALF_HOUR } from './count-half-hours.ts';
import type { Days } from './read-half-hours.ts';

export const SLOTS = 48;

/** How many of these agents took work in each half hour of the day, on average over the days. */
export function countAvailable(staff: readonly PastAgent[], { days }: Days): number[] {
  const slots = Array.from({ length: SLOTS }, () => 0);
  for (const { windows } of staff) {
    for (const window of windows) for (const day of days) addOverlap(slots, window.from, window.until, day.from.getTime());
  }
  return slots.map((milliseconds) => milliseconds / (HALF_HOUR * 1000) / Math.max(1, days.length));
}

function addOverlap(slots: number[], from: number, until: number, midnight: number): void {
  const length = HALF_HOUR * 1000;
  const first = Math.max(0, Math.floor((from - midnight) / length));
  for (let slot = first; slot < SLOTS; slot++) {
    const begins = midnight + slot * length;
    if (begins >= until) return;
    slots[slot] = (slots[slot] ?? 0) + Math.min(until, begins + length) - Math.max(from, begins);
  }
}
