import { HubError } from '../errors.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { checkCalendar } from './check-calendar.ts';
import { placesWithin, unknownPart } from './holidays.ts';
import { nameOfPlace } from './name-place.ts';
import { presentHolidays, previewCalendar, readCalendar, readCalendars } from './present-calendar.ts';
import { changeCalendar, createCalendar, deleteCalendar } from './save-calendar.ts';

export const calendarRoutes: HandlersOf<
  'listCalendars' | 'previewCalendar' | 'createCalendar' | 'changeCalendar' | 'deleteCalendar' | 'listHolidays' | 'listHolidayPlaces'
> = {
  listCalendars: async ({ hub }) => ({ calendars: await readCalendars(hub) }),

  async previewCalendar({ hub, body }) {
    const { draft, problems } = checkCalendar(body.draft);
    if (!draft) return { problems: [...problems], open: false, opensAt: null, holidays: [] };
    return { problems: [], ...previewCalendar(hub, draft) };
  },

  createCalendar: async ({ hub, caller, body }) => readCalendar(hub, await createCalendar(hub, caller.id, body.draft)),

  async changeCalendar({ hub, caller, id, body }) {
    await changeCalendar(hub, caller.id, id, body);
    return readCalendar(hub, id);
  },

  async deleteCalendar({ hub, caller, id }) {
    await deleteCalendar(hub, caller.id, id);
    return { ok: true };
  },

  async listHolidays({ query: { year, ...place } }) {
    if (unknownPart(place)) throw new HubError('not_found');
    return { holidays: presentHolidays(place, year) };
  },

  async listHolidayPlaces({ query: { country, state } }) {
    if (!country) return { places: Object.entries(placesWithin({})).map(([code, name]) => ({ code, name: nameOfPlace(code, name) })) };
    if (unknownPart({ country, state })) throw new HubError('not_found');
    return {
      places: Object.entries(placesWithin({ country, ...(state ? { state } : {}) })).map(([code, name]) => ({
        code,
        name: { en: name, 'zh-CN': name },
      })),
    };
  },
};
