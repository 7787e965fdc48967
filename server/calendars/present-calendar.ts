import { Temporal } from 'temporal-polyfill';
import { revisionOf } from '../catalog/revision.ts';
import type { CalendarPreview, CalendarView, HolidayView } from '../contract/configuration.ts';
import type { CalendarDraft } from '../contract/routing-rules.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { holidaysOf, type Place } from './holidays.ts';
import { isOpen, opensAt } from './open-hours.ts';
import { calendarColumns } from './save-calendar.ts';

/** Calendars by name, with who follows them and what they mean now. */
export async function readCalendars(hub: Hub): Promise<CalendarView[]> {
  const rows = await hub.db.all<CalendarDraft & { id: string; queueIds: string[] }>(sql`
    select id, ${calendarColumns}, array(select id::text from queues where calendar_id = calendars.id order by key) as queue_ids
    from calendars order by label ->> 'en', id`);
  return rows.map(({ id, queueIds, ...draft }) => ({ id, ...draft, revision: revisionOf(draft), queueIds, ...stateNow(hub, draft) }));
}

export async function readCalendar(hub: Hub, id: string): Promise<CalendarView> {
  const found = (await readCalendars(hub)).find((calendar) => calendar.id === id);
  if (!found) throw new HubError('not_found');
  return found;
}

/** What a possible calendar would mean. */
export function previewCalendar(hub: Pick<Hub, 'clock'>, draft: CalendarDraft): Omit<CalendarPreview, 'problems'> {
  const { year } = Temporal.Instant.fromEpochMilliseconds(hub.clock.now().getTime()).toZonedDateTimeISO(draft.timeZone);
  const { holidays } = draft;
  return {
    ...stateNow(hub, draft),
    holidays: holidays ? [year, year + 1].flatMap((one) => presentHolidays(holidays, one, draft.overrides)) : [],
  };
}

export const presentHolidays = (place: Place, year: number, overrides: CalendarDraft['overrides'] = {}): HolidayView[] =>
  holidaysOf(place, year).map((holiday) => ({ ...holiday, open: (overrides[holiday.date]?.hours.length ?? 0) > 0 }));

function stateNow({ clock }: Pick<Hub, 'clock'>, draft: CalendarDraft): { open: boolean; opensAt: string | null } {
  const now = clock.now();
  const open = isOpen(draft, now);
  return { open, opensAt: open ? null : (opensAt(draft, now)?.toISOString() ?? null) };
}
