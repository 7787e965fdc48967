import { Temporal } from 'temporal-polyfill';
import { type CalendarDraft, weekdays } from '../contract/routing-rules.ts';
import { isHoliday } from './holidays.ts';

/** From and until, milliseconds since 1970. */
export type Span = readonly [from: number, until: number];

type Hours = readonly (readonly [string, string])[];

/** Open spans between two instants at most some days apart, in order. Days that differ come before holidays, holidays before the week. */
export function openIntervals(
  calendar: Pick<CalendarDraft, 'timeZone' | 'hours' | 'holidays' | 'overrides'>,
  from: number,
  until: number,
): Span[] {
  return datesBetween(calendar.timeZone, from, until)
    .flatMap((date) => hoursOn(calendar, date).map((hours) => spanOf(date, hours, calendar.timeZone)))
    .map(([open, close]): Span => [Math.max(open, from), Math.min(close, until)])
    .filter(([open, close]) => open < close)
    .sort(([a], [b]) => a - b);
}

/** The hours of a date by the calendar's own clock. */
export function hoursOn(
  { hours, holidays, overrides }: Pick<CalendarDraft, 'hours' | 'holidays' | 'overrides'>,
  date: Temporal.PlainDate,
): Hours {
  const differs = overrides[date.toString()];
  if (differs) return differs.hours;
  const weekly = hours[weekdays[date.dayOfWeek - 1] ?? 'mon'] ?? [];
  // Nobody looks up the holidays of a day that is closed anyway.
  return weekly.length > 0 && holidays && isHoliday(holidays, date) ? [] : weekly;
}

function datesBetween(timeZone: string, from: number, until: number): Temporal.PlainDate[] {
  const dates: Temporal.PlainDate[] = [];
  const last = Temporal.Instant.fromEpochMilliseconds(until).toZonedDateTimeISO(timeZone).toPlainDate();
  for (
    let date = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone).toPlainDate();
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  )
    dates.push(date);
  return dates;
}

const spanOf = (date: Temporal.PlainDate, [open, close]: readonly [string, string], timeZone: string): Span => [
  instantOf(date, open, timeZone),
  instantOf(date, close, timeZone),
];

/**
 * When the clock on the wall there shows this time, or first passes it where clocks are put forward over it. A time that
 * comes twice is the first of the two. Later times are never earlier instants, so that shifts cannot overlap.
 */
function instantOf(date: Temporal.PlainDate, time: string, timeZone: string): number {
  const wall = time === '24:00' ? date.add({ days: 1 }).toPlainDateTime() : date.toPlainDateTime(time);
  const shown = wall.toZonedDateTime(timeZone);
  if (shown.toPlainDateTime().equals(wall)) return shown.epochMilliseconds;
  const before = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  return before.getTimeZoneTransition('next')?.epochMilliseconds ?? shown.epochMilliseconds;
}
