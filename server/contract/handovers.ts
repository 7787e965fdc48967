import { z } from 'zod';
import { CustomerStrip, TaskView } from './entities.ts';
import { channels, handoverEnds, handoverStates, handoverWays } from './statuses.ts';
import { assignmentRefusals } from './steering.ts';

const id = z.uuid();
const time = z.iso.datetime();
const Colleague = z.object({ id, name: z.string() });

/** What an agent hands to a colleague, as both see it. */
export const HandoverView = z
  .object({
    id,
    way: z.enum(handoverWays),
    state: z.enum(handoverStates),
    from: Colleague,
    to: Colleague.describe('who is asked now, or takes it'),
    queueId: id.nullable().describe('anybody of this queue may take it: one after the other is asked'),
    task: TaskView,
    customer: CustomerStrip,
    note: z.string(),
    customerIn: z.boolean().describe('of a call: the customer hears both agents; else they are on hold until it is theirs'),
    askedAt: time,
    expiresAt: time,
    endReason: z.enum(handoverEnds).nullable(),
  })
  .meta({ id: 'Handover' });
export type HandoverView = z.infer<typeof HandoverView>;

/** A colleague a task could be handed to. */
export const TakerView = z
  .object({
    agentId: id,
    name: z.string(),
    refusal: z.enum(assignmentRefusals).nullable().describe('why they cannot be asked now'),
    queueIds: z.array(id),
    holding: z.partialRecord(z.enum(channels), z.int()),
  })
  .meta({ id: 'Taker' });
export type TakerView = z.infer<typeof TakerView>;
