import { createHash } from 'node:crypto';
import type { CalendarDraft } from '../contract/routing-rules.ts';
import { openIntervals, type Span } from './open-intervals.ts';

/** What opening hours follow from; rows of the catalog and drafts alike. */
export type OpenHours = Pick<CalendarDraft, 'timeZone' | 'hours' | 'holidays' | 'overrides'>;

const DAY = 86_400_000;

/** How far ahead an opening is looked for; a calendar closed for longer never opens. */
const LOOK_AHEAD_DAYS = 800;

/** Milliseconds between two instants at which the calendar is closed; 0 when `to` is not after `from`. */
export function closedMs(calendar: OpenHours, from: Date, to: Date): number {
  const [start, end] = [from.getTime(), to.getTime()];
  if (end <= start) return 0;
  const schedule = scheduleOf(calendar);
  let open = 0;
  for (let day = dayOf(start); day <= dayOf(end); day++) {
    const { spans, total } = resolve(schedule, day);
    const isWhole = start <= day * DAY && end >= (day + 1) * DAY;
    open += isWhole ? total : overlap(spans, start, end);
  }
  return end - start - open;
}

/** Whether the calendar is open at this instant; a closing time itself is closed. */
export function isOpen(calendar: OpenHours, at: Date): boolean {
  const time = at.getTime();
  return resolve(scheduleOf(calendar), dayOf(time)).spans.some(([from, until]) => from <= time && time < until);
}

/** The first instant from `at` on at which the calendar is open: `at` itself when it is; null when it never opens again. */
export function opensAt(calendar: OpenHours, at: Date): Date | null {
  const time = at.getTime();
  const schedule = scheduleOf(calendar);
  for (let day = dayOf(time); day <= dayOf(time) + LOOK_AHEAD_DAYS; day++) {
    const next = resolve(schedule, day).spans.find(([, until]) => until > time);
    if (next) return new Date(Math.max(next[0], time));
  }
  return null;
}

/** The first instant from `at` on at which the calendar is closed: `at` itself when it is; null when it never closes again. */
export function closesAt(calendar: OpenHours, at: Date): Date | null {
  const schedule = scheduleOf(calendar);
  let time = at.getTime();
  const last = dayOf(time) + LOOK_AHEAD_DAYS;
  while (dayOf(time) <= last) {
    const open = resolve(schedule, dayOf(time)).spans.find(([from, until]) => from <= time && time < until);
    if (!open) return new Date(time);
    time = open[1];
  }
  return null;
}

/** The instant at which the calendar has been open for so many milliseconds since `from`; null when it never will have been. */
export function afterOpen(calendar: OpenHours, from: Date, ms: number): Date | null {
  const schedule = scheduleOf(calendar);
  const start = from.getTime();
  let left = ms;
  for (let day = dayOf(start); day <= dayOf(start) + LOOK_AHEAD_DAYS; day++) {
    for (const [opens, closes] of resolve(schedule, day).spans) {
      const begins = Math.max(opens, start);
      if (closes <= begins) continue;
      if (begins + left <= closes) return new Date(begins + left);
      left -= closes - begins;
    }
  }
  return null;
}

const dayOf = (time: number): number => Math.floor(time / DAY);

const overlap = (spans: readonly Span[], start: number, end: number): number =>
  spans.reduce((sum, [from, until]) => sum + Math.max(0, Math.min(until, end) - Math.max(from, start)), 0);

/** The open spans of one UTC day: found once, then every question about it is arithmetic. */
interface Day {
  readonly spans: readonly Span[];
  readonly total: number;
}

interface Schedule {
  readonly calendar: OpenHours;
  readonly days: Map<number, Day>;
}

function resolve({ calendar, days }: Schedule, day: number): Day {
  const known = days.get(day);
  if (known) return known;
  const spans = openIntervals(calendar, day * DAY, (day + 1) * DAY);
  const found = { spans, total: overlap(spans, day * DAY, (day + 1) * DAY) };
  days.set(day, found);
  return found;
}

/** The catalog is read anew every two seconds: equal calendars share their days, whichever object carries them. */
const byObject = new WeakMap<OpenHours, Schedule>();
const byContent = new Map<string, Schedule>();
const MOST_SCHEDULES = 200;

function scheduleOf(calendar: OpenHours): Schedule {
  const known = byObject.get(calendar);
  if (known) return known;
  const { timeZone, hours, holidays, overrides } = calendar;
  const key = createHash('sha256')
    .update(JSON.stringify([timeZone, hours, holidays, overrides]))
    .digest('base64');
  const schedule = byContent.get(key) ?? { calendar: { timeZone, hours, holidays, overrides }, days: new Map() };
  if (byContent.size >= MOST_SCHEDULES) byContent.clear();
  byContent.set(key, schedule);
  byObject.set(calendar, schedule);
  return schedule;
}
