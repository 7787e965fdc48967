import { Temporal } from 'temporal-polyfill';
import type { ImportSettings } from '../../contract/imports.ts';
import { halfWidth, type Reading, read, wrong } from './read-value.ts';

type Dates = Pick<ImportSettings, 'dates' | 'timeZone'>;

/**
 * A day as ISO 8601 from any usual writing: `2026-05-31`, `2026/5/31`, `2026年5月31日`, `20260531`, `31.05.2026`, `31 May 2026`.
 * Which of `03/04/2026` is the day is said for the file.
 */
export function readDay(cell: string, settings: Dates): Reading<string> {
  const found = dayIn(halfWidth(cell), settings.dates);
  return found && found.rest.replace(/^[T\s]*0{1,2}:00(:00)?(\.0+)?Z?$/, '') === '' ? read(found.day) : wrong('bad_date');
}

/** A moment in UTC; a time without a zone is one of the file's zone, a day alone is its midnight. */
export function readTime(cell: string, { dates, timeZone }: Dates): Reading<string> {
  const found = dayIn(halfWidth(cell), dates);
  const time = found && timeIn(found.rest);
  if (!time) return wrong('bad_date');
  const local = Temporal.PlainDateTime.from(`${found.day}T${time.clock}`);
  const instant = time.offset ? Temporal.Instant.from(`${local.toString()}${time.offset}`) : local.toZonedDateTime(timeZone).toInstant();
  return read(new Date(instant.epochMilliseconds).toISOString());
}

interface FoundDay {
  readonly day: string;
  readonly rest: string;
}

function dayIn(text: string, order: Dates['dates']): FoundDay | undefined {
  const yearFirst = /^(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?(?!\d)(.*)$/s.exec(text);
  if (yearFirst) return checked(yearFirst[1], yearFirst[2], yearFirst[3], yearFirst[4]);
  const compact = /^(\d{4})(\d{2})(\d{2})(?!\d)(.*)$/s.exec(text);
  if (compact) return checked(compact[1], compact[2], compact[3], compact[4]);
  const yearLast = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?!\d)(.*)$/s.exec(text);
  if (yearLast)
    return order === 'day_first'
      ? checked(yearLast[3], yearLast[2], yearLast[1], yearLast[4])
      : checked(yearLast[3], yearLast[1], yearLast[2], yearLast[4]);
  const named = /^(?:(\d{1,2})\.?[ -]([a-z]{3,9})\.?,?|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?)[ -](\d{4})(?!\d)(.*)$/is.exec(text);
  return named ? checked(named[5], String(monthOf(named[2] ?? named[3] ?? '')), named[1] ?? named[4], named[6]) : undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** A day that there is. */
function checked(year = '', month = '', day = '', rest = ''): FoundDay | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) && Number(year) >= 1800;
  return exists ? { day: text, rest: rest.trim() } : undefined;
}

function timeIn(text: string): { clock: string; offset: string } | undefined {
  if (text === '') return { clock: '00:00:00', offset: '' };
  const found =
    /^[T\s,]*(上午|下午)?\s*(\d{1,2})\s*[:时点]\s*(\d{2})\s*分?(?::?(\d{2})(\.\d{1,9})?秒?)?\s*(am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    );
  if (!found) return undefined;
  const isLate = found[1] === '下午' || found[6]?.toLowerCase() === 'pm';
  const isTwelve = (found[1] !== undefined || found[6] !== undefined) && Number(found[2]) === 12;
  const hour = (isTwelve ? 0 : Number(found[2])) + (isLate ? 12 : 0);
  if (hour > 23 || Number(found[3]) > 59 || Number(found[4] ?? 0) > 59) return undefined;
  const clock = `${String(hour).padStart(2, '0')}:${found[3]}:${found[4] ?? '00'}${(found[5] ?? '').slice(0, 4)}`;
  return { clock, offset: (found[7] ?? '').replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase() };
}
