import { z } from 'zod';
import { lineBase, otherLines, Snippet } from '../history.ts';
import { ticketStatuses } from '../statuses.ts';
import { EntryView } from './conversation.ts';
import { id } from './words.ts';

/** One line of a customer's history. */
export const TimelineItem = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('entry'),
      ...lineBase,
      entry: EntryView,
      ticketNumber: z.int(),
      subject: z.string(),
      snippet: Snippet.nullable().describe('of a search: where the words stand'),
    }),
    z.object({
      type: z.literal('order'),
      ...lineBase,
      order: z.object({
        number: z.string(),
        currency: z.string(),
        amount: z.number(),
        status: z.string(),
        items: z.array(z.object({ name: z.string(), quantity: z.number(), amount: z.number() })),
      }),
    }),
    z.object({
      type: z.literal('ticket'),
      ...lineBase,
      ticket: z.object({ id, number: z.int(), subject: z.string(), status: z.enum(ticketStatuses), kind: z.string() }),
    }),
    ...otherLines,
  ])
  .meta({ id: 'TimelineItem' });
export type TimelineItem = z.infer<typeof TimelineItem>;

export const Timeline = z
  .object({
    items: z.array(TimelineItem),
    next: z.string().nullable().describe('cursor of the next, older page'),
    newer: z.string().nullable().describe('cursor of the page before, read with `way=newer`; null where the history ends today'),
  })
  .meta({ id: 'Timeline' });
export type Timeline = z.infer<typeof Timeline>;
