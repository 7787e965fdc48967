import { z } from 'zod';
import * as c from '../configuration.ts';
import { define, ok } from './endpoint.ts';

const code = z.string().max(10);

export const calendarsApi = {
  listCalendars: define({
    method: 'get',
    path: '/api/calendars',
    access: 'settings.read',
    summary: 'Opening hours, with what they mean now',
    response: z.object({ calendars: z.array(c.CalendarView) }),
  }),
  previewCalendar: define({
    method: 'post',
    path: '/api/calendars/preview',
    access: 'settings.read',
    summary: 'What a calendar would mean, and what is wrong with it; nothing is saved',
    body: z.object({ draft: c.CalendarGiven }),
    response: c.CalendarPreview,
  }),
  createCalendar: define({
    method: 'post',
    path: '/api/calendars',
    access: 'settings.write',
    summary: 'Make a calendar',
    body: z.object({ draft: c.CalendarGiven }),
    response: c.CalendarView,
  }),
  changeCalendar: define({
    method: 'put',
    path: '/api/calendars/:id',
    access: 'settings.write',
    summary: 'Change a calendar; refused with `changed_meanwhile` when somebody else did since `revision`',
    body: z.object({ revision: z.string().max(64), draft: c.CalendarGiven }),
    response: c.CalendarView,
  }),
  deleteCalendar: define({
    method: 'delete',
    path: '/api/calendars/:id',
    access: 'settings.write',
    summary: 'Delete a calendar that no queue follows',
    response: ok,
  }),
  listHolidays: define({
    method: 'get',
    path: '/api/holidays',
    access: 'settings.read',
    summary: 'Public holidays of a country, state or region in a year',
    query: z.object({ country: code, state: code.optional(), region: code.optional(), year: z.coerce.number().int().min(1970).max(2199) }),
    response: z.object({ holidays: z.array(c.HolidayView) }),
  }),
  listHolidayPlaces: define({
    method: 'get',
    path: '/api/holiday-places',
    access: 'settings.read',
    summary: 'Countries whose holidays are known; with a country its states, with a state its regions',
    query: z.object({ country: code.optional(), state: code.optional() }),
    response: z.object({ places: z.array(c.PlaceView) }),
  }),
};
