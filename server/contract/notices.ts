import { z } from 'zod';
import { noticeKinds, ticketStatuses } from './statuses.ts';

/** More about a notice than its kind and its ticket. Shown to its reader only, never part of an event. */
export const NoticeDetail = z
  .object({
    entryId: z.uuid().optional().describe('the note or message it is about'),
    text: z.string().max(2000).optional().describe('in the words of whoever wrote it: a question, what to be reminded of'),
    status: z.enum(ticketStatuses).optional().describe('of a watched ticket: what it was set to'),
    helpId: z.uuid().optional(),
    sideId: z.uuid().optional(),
    clock: z.string().max(40).optional(),
    dueAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'NoticeDetail' });
export type NoticeDetail = z.infer<typeof NoticeDetail>;

/** Something an agent should know of a ticket. */
export const NoticeView = z
  .object({
    id: z.uuid(),
    kind: z.enum(noticeKinds),
    at: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
    count: z.int().describe('how many times since it was last read, of a watched ticket'),
    ticket: z.object({ id: z.uuid(), number: z.int(), subject: z.string() }),
    customer: z.object({ id: z.uuid(), name: z.string().nullable() }),
    conversationId: z.uuid().nullable(),
    by: z.object({ id: z.uuid(), name: z.string() }).nullable().describe('null: the hub, or the customer'),
    detail: NoticeDetail,
  })
  .meta({ id: 'Notice' });
export type NoticeView = z.infer<typeof NoticeView>;
