import type { QuietHours } from '../../contract/archive-fields.ts';
import { HubError } from '../../errors.ts';

/** Whether a customer is not to be disturbed at this time, by the clock on their wall. */
export function isQuiet({ timeZone, from, until }: QuietHours, at: Date): boolean {
  const now = clockThere(timeZone, at);
  return from < until ? from <= now && now < until : now >= from || now < until;
}

/** As it stands in the history of changes: `22:00–08:00 Europe/London`. */
export const quietText = (hours: QuietHours | null): string | null => hours && `${hours.from}–${hours.until} ${hours.timeZone}`;

/** Throws `bad_time_zone` for a place that has no clock, or hours that are none. */
export function requireQuietHours(hours: QuietHours | null): void {
  if (!hours) return;
  if (hours.from === hours.until) throw new HubError('bad_time_zone', 'from and until are the same');
  try {
    clockThere(hours.timeZone, new Date(0));
  } catch {
    throw new HubError('bad_time_zone', hours.timeZone);
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockThere(timeZone: string, at: Date): string {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  clocks.set(timeZone, clock);
  return clock.format(at);
}
