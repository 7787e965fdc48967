import { z } from 'zod';
import { FieldKey } from './archive-fields.ts';
import { ticketKinds, ticketStatuses } from './statuses.ts';
import { TicketFilter } from './ticket-list.ts';

const id = z.uuid();
const time = z.iso.datetime();

/** More tickets than this at once are refused. */
export const bulkLimit = 10_000;

/** What is done to each ticket. */
export const BulkAct = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('status'), status: z.enum(ticketStatuses) }),
    z.strictObject({ do: z.literal('assign'), agentId: id.nullable() }),
    z.strictObject({ do: z.literal('queue'), queueId: id }),
    z.strictObject({ do: z.literal('kind'), kind: z.enum(ticketKinds) }),
    z.strictObject({ do: z.literal('category'), categoryId: id.nullable() }),
    z
      .strictObject({ do: z.literal('option'), key: FieldKey, option: FieldKey, on: z.boolean() })
      .describe('one option of a ticket field of choices is put on each, or taken off; the others stay'),
    z.strictObject({ do: z.literal('snooze'), until: time }),
    z.strictObject({ do: z.literal('merge'), intoId: id }).describe('each into this one, which stays'),
  ])
  .meta({ id: 'BulkAct' });
export type BulkAct = z.infer<typeof BulkAct>;

export const BulkBody = z.object({
  act: BulkAct,
  ids: z.array(id).min(1).max(1000).optional().describe('these tickets; or give `filter`'),
  filter: TicketFilter.optional().describe(`every ticket that fits now, at most ${bulkLimit}`),
});

/** One act on many tickets. Each is checked anew when its turn comes. */
export const BulkRunView = z
  .object({
    id,
    act: BulkAct,
    state: z.enum(['running', 'done', 'canceled', 'undoing', 'undone']),
    total: z.int(),
    done: z.int().describe('tickets whose turn has come'),
    counts: z.object({ changed: z.int(), same: z.int(), failed: z.int(), undone: z.int(), left: z.int() }),
    failures: z.array(z.object({ ticketId: id, number: z.int(), code: z.string() })).describe('the first hundred that failed or were left'),
    createdAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'BulkRun' });
export type BulkRunView = z.infer<typeof BulkRunView>;
