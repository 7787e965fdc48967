import { z } from 'zod';
import { DeskWork, ReminderView, SnoozeView } from '../desk-work.ts';
import { define, ok } from './endpoint.ts';

const moment = z.iso.datetime({ offset: true });

export const deskWorkApi = {
  myWork: define({
    method: 'get',
    path: '/api/me/work',
    access: 'tickets.read',
    summary: 'Tickets I answer for and do not hold at this moment, in groups; what is unread; what I shall be reminded of',
    response: DeskWork,
  }),
  readSnooze: define({
    method: 'get',
    path: '/api/tickets/:id/snooze',
    access: 'tickets.read',
    summary: 'Whether a ticket is put aside, and my own reminders of it',
    response: z.object({ snooze: SnoozeView.nullable(), reminders: z.array(ReminderView) }),
  }),
  snoozeTicket: define({
    method: 'put',
    path: '/api/tickets/:id/snooze',
    access: 'tickets.write',
    summary: 'Put a ticket aside until a time; it leaves my hands and comes back then, or as soon as its customer writes',
    body: z.object({ until: moment }),
    response: SnoozeView,
  }),
  wakeTicket: define({
    method: 'delete',
    path: '/api/tickets/:id/snooze',
    access: 'tickets.write',
    summary: 'Bring a ticket back that was put aside, into the hands that held it; refused with `not_snoozed`',
    response: ok,
  }),
  remindMe: define({
    method: 'post',
    path: '/api/tickets/:id/reminders',
    access: 'tickets.read',
    summary: 'Remind me of a ticket at a time',
    body: z.object({ at: moment, note: z.string().max(500).default('') }),
    response: ReminderView,
  }),
  withdrawReminder: define({
    method: 'delete',
    path: '/api/reminders/:id',
    access: 'self',
    summary: 'Do not remind me after all; refused with `already_reminded`',
    response: ok,
  }),
  markRead: define({
    method: 'put',
    path: '/api/conversations/:id/read',
    access: 'tickets.read',
    summary: 'I have read a conversation up to an entry; `anew` also goes back, so that it counts as unread again',
    body: z.object({ seq: z.int().min(0), anew: z.boolean().default(false) }),
    response: z.object({ seq: z.int() }),
  }),
};
