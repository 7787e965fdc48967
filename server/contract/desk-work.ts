import { z } from 'zod';
import { DueView } from './entities.ts';
import { channels, ticketStatuses } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();

/** A ticket put aside; it comes back at its time, or as soon as its customer writes. */
export const SnoozeView = z.object({ ticketId: id, agentId: id, until: time, createdAt: time }).meta({ id: 'Snooze' });
export type SnoozeView = z.infer<typeof SnoozeView>;

export const ReminderView = z.object({ id, ticketId: id, at: time, note: z.string() }).meta({ id: 'Reminder' });
export type ReminderView = z.infer<typeof ReminderView>;

/** Where a ticket of mine stands that is not in my hands right now. */
export const deskGroups = ['waiting_for_me', 'waiting_for_customer', 'snoozed'] as const;

/** A ticket I answer for, with the conversation it goes on in. */
export const DeskTicket = z
  .object({
    group: z.enum(deskGroups),
    ticketId: id,
    number: z.int(),
    subject: z.string(),
    status: z.enum(ticketStatuses),
    customer: z.object({ id, name: z.string().nullable(), tier: z.string() }),
    conversationId: id,
    channel: z.enum(channels),
    preview: z.string().describe('beginning of the newest message'),
    lastAt: time.describe('when it was written'),
    due: DueView.nullable(),
    snoozedUntil: time.nullable(),
  })
  .meta({ id: 'DeskTicket' });
export type DeskTicket = z.infer<typeof DeskTicket>;

export const DeskWork = z
  .object({
    tickets: z.array(DeskTicket).describe('of each group those that want me first; `counts` says how many there are'),
    counts: z.record(z.enum(deskGroups), z.int()),
    unread: z
      .record(z.string(), z.int())
      .describe('by conversation, of those listed and those in my hands: what others wrote since I read it'),
    reminders: z.array(ReminderView),
  })
  .meta({ id: 'DeskWork' });
export type DeskWork = z.infer<typeof DeskWork>;
