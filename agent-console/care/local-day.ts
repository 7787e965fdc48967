/** Days as the reader's calendar has them; the hub keeps instants. */

const two = (part: number): string => String(part).padStart(2, '0');

/** As a date input has it: YYYY-MM-DD. */
export function dayOf(at: number | string): string {
  const there = new Date(at);
  return `${there.getFullYear()}-${two(there.getMonth() + 1)}-${two(there.getDate())}`;
}

/** The day so many days after that of `now`. */
export function dayAfter(now: number, days: number): string {
  const there = new Date(now);
  return dayOf(new Date(there.getFullYear(), there.getMonth(), there.getDate() + days).getTime());
}

/** When somebody begins to work on that day. */
const MORNING = 9;

/** A day chosen, as an instant: in the morning, or at once when that has passed. */
export function instantOfDay(day: string, now: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const morning = new Date(year, month - 1, date, MORNING).getTime();
  return new Date(day === dayOf(now) ? Math.max(morning, now) : morning).toISOString();
}

/** When the day of `now` began. */
export const startOfDay = (now: number): string => new Date(new Date(now).setHours(0, 0, 0, 0)).toISOString();
