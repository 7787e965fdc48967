import { z } from 'zod';
import { FieldKey, FieldValue } from './archive-fields.ts';
import { channels, ticketKinds, ticketStatuses } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();

/** What tickets somebody asks for: every part given must hold, of a list any one. */
export const TicketFilter = z
  .strictObject({
    status: z.array(z.enum(ticketStatuses)).min(1).max(6).optional(),
    kind: z.array(z.enum(ticketKinds)).min(1).max(3).optional(),
    categoryId: z.array(id).min(1).max(50).optional().describe('with everything below it in the tree'),
    queueId: z.array(id).min(1).max(50).optional(),
    assignee: z
      .union([z.enum(['me', 'nobody']), id])
      .optional()
      .describe('`me` is whoever looks at it'),
    tier: z.array(z.string().max(40)).min(1).max(20).optional().describe('of the customer'),
    channel: z.array(z.enum(channels)).min(1).max(4).optional().describe('of one of its conversations'),
    due: z.enum(['overdue', 'soon', 'any']).optional().describe('soon: within a day, or overdue'),
    rootCause: z
      .union([z.enum(['none']), id])
      .optional()
      .describe('`none`: not said yet'),
    fields: z.record(FieldKey, FieldValue).optional().describe('values of ticket fields; of choices those that must be among them'),
    words: z.string().trim().min(1).max(200).optional().describe('everything said has every word, or the number of a ticket'),
  })
  .meta({ id: 'TicketFilter' });
export type TicketFilter = z.infer<typeof TicketFilter>;

/** Orders there is an index for; by `due` only tickets with something due are listed. */
export const ticketSorts = ['updated', 'created', 'due'] as const;
export const TicketSort = z.enum(ticketSorts.flatMap((sort) => [`${sort}.asc`, `${sort}.desc`] as const));
export type TicketSort = z.infer<typeof TicketSort>;

export const TicketViewBody = z.object({
  name: z.string().trim().min(1).max(80),
  filter: TicketFilter,
  sort: TicketSort.default('updated.desc'),
  shared: z.boolean().default(false).describe('for everybody'),
  rank: z.int().min(0).max(10_000).default(0),
});
export type TicketViewBody = z.infer<typeof TicketViewBody>;

export const SavedTicketView = z
  .object({ id, ...TicketViewBody.shape, owner: z.object({ id, name: z.string() }), mayChange: z.boolean(), updatedAt: time })
  .meta({ id: 'SavedTicketView' });
export type SavedTicketView = z.infer<typeof SavedTicketView>;

export const TicketCount = z
  .object({ count: z.int(), more: z.boolean().describe('counted only so far: there may be more') })
  .meta({ id: 'TicketCount' });
export type TicketCount = z.infer<typeof TicketCount>;
