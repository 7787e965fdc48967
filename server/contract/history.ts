import { z } from 'zod';
import { channels } from './statuses.ts';

/** Every kind of thing a history can show: what was said by its channel, notes, and everything else that happened. */
export const historyKinds = [
  ...channels,
  ...(['note', 'ticket', 'order', 'return', 'touch', 'rating', 'tier_change', 'page_visit', 'side'] as const),
] as const;
export type HistoryKind = (typeof historyKinds)[number];

const id = z.uuid();
const time = z.iso.datetime();
const label = z.object({ en: z.string(), 'zh-CN': z.string() });

/** Of every line: whose it is where a company or household shows what its people did; null: their own. */
export const lineBase = { id, at: time, of: z.object({ id, name: z.string().nullable() }).nullable() };

/** A text in pieces, to be shown as text: those with `hit` are what was searched for. */
export const Snippet = z.array(z.object({ text: z.string(), hit: z.boolean() })).meta({ id: 'Snippet' });
export type Snippet = z.infer<typeof Snippet>;

/** Lines of a history beside what was said, orders and tickets. */
export const otherLines = [
  z.object({
    type: z.literal('return'),
    ...lineBase,
    return: z.object({ number: z.string().describe('of the order'), currency: z.string(), amount: z.number(), reason: z.string() }),
  }),
  z.object({
    type: z.literal('touch'),
    ...lineBase,
    touch: z.object({
      campaign: label,
      kind: z.string(),
      channel: z.enum(channels).nullable(),
      response: z.string().nullable(),
      respondedAt: time.nullable(),
    }),
  }),
  z.object({
    type: z.literal('rating'),
    ...lineBase,
    rating: z.object({ score: z.int(), comment: z.string(), ticketNumber: z.int().nullable() }),
  }),
  z.object({
    type: z.literal('tier_change'),
    ...lineBase,
    tierChange: z.object({ from: z.string(), to: z.string(), cause: z.string(), reason: z.string(), by: z.string().nullable() }),
  }),
  z.object({
    type: z.literal('side'),
    ...lineBase,
    side: z
      .object({
        id,
        direction: z.enum(['in', 'out']),
        address: z.string(),
        by: z.string().nullable(),
        text: z.string(),
        ticketNumber: z.int(),
      })
      .describe('a mail between us and a third party about a ticket; the customer never saw it'),
  }),
  z.object({ type: z.literal('page_visit'), ...lineBase, pageVisit: z.object({ url: z.string(), title: z.string() }) }),
] as const;

/** How much happened in each month of the reader's calendar, by kind; months without anything have no counts. */
export const Density = z
  .object({
    months: z.array(
      z.object({ month: z.string().describe('YYYY-MM'), start: time, counts: z.partialRecord(z.enum(historyKinds), z.int()) }),
    ),
    first: time.nullable().describe('when the history begins'),
  })
  .meta({ id: 'Density' });
export type Density = z.infer<typeof Density>;

/** Something that was said and has every word asked for. */
export const SaidView = z
  .object({
    id: id.describe('of the entry'),
    conversationId: id,
    ticketNumber: z.int(),
    kind: z.string(),
    channel: z.enum(channels),
    at: time,
    seq: z.int(),
    customer: z.object({ id, name: z.string().nullable(), tier: z.string() }),
    author: z.string().nullable().describe('the agent who said it; null: the customer, or the hub'),
    subject: z.string(),
    snippet: Snippet,
  })
  .meta({ id: 'Said' });
export type SaidView = z.infer<typeof SaidView>;
