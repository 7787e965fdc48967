import { z } from 'zod';
import { clockKinds, presets, reservationStates, taskStates, ticketKinds, ticketStatuses } from '../statuses.ts';
import { CustomerStrip } from './customer.ts';
import { TimelineItem } from './timeline.ts';
import { channel, id, Label, time } from './words.ts';

/** By when the customer is owed something, as this clock counts: pauses and, where it does, closed hours left out. */
export const ClockView = z
  .object({
    kind: z.enum(clockKinds),
    state: z.enum(['running', 'paused', 'met', 'missed']).describe('met and missed: it has ended'),
    targetSeconds: z.number(),
    spentSeconds: z.number().describe('used up before `since`'),
    since: time.nullable().describe('it runs from then on; null: it stands'),
    dueAt: time.nullable().describe('when the target is used up if it goes on running'),
    warnAt: time.nullable(),
    missedAt: time.nullable(),
    endedAt: time.nullable(),
  })
  .meta({ id: 'Clock' });
export type ClockView = z.infer<typeof ClockView>;

/** What a customer is owed first of all. */
export const DueView = z
  .object({ kind: z.enum(clockKinds), at: time, warnAt: time.nullable().describe('from then on it is nearly due') })
  .meta({ id: 'Due' });
export type DueView = z.infer<typeof DueView>;

export const TicketView = z
  .object({
    id,
    number: z.int(),
    subject: z.string(),
    kind: z.enum(ticketKinds),
    status: z.enum(ticketStatuses),
    queueId: id,
    customer: z.object({ id, name: z.string().nullable(), tier: z.string() }),
    assignee: z.object({ id, name: z.string() }).nullable(),
    channels: z.array(channel).describe('channels of its conversations'),
    categoryId: id.nullable(),
    rootCauseId: id.nullable(),
    fields: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .describe('those that every agent may read'),
    clocks: z.array(ClockView),
    due: DueView.nullable().describe('the first of its clocks that runs out'),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Ticket' });
export type TicketView = z.infer<typeof TicketView>;

/** How a wait counts when its promise is in working time: from `neededAt` to now (or to `opensAt`, if that is later), less `closedSeconds`. */
const clock = {
  closedSeconds: z.number().describe('of the wait, what does not count because the queue was closed'),
  opensAt: time.nullable().describe('the clock stands until then: the queue is closed'),
  pausesAt: time.nullable().describe('the clock will stand from then on'),
};
export type WaitingClock = { closedSeconds: number; opensAt: string | null; pausesAt: string | null };

/** What someone must do now. `promiseSeconds` with `neededAt` gives the urgency at any instant. */
export const TaskView = z
  .object({
    id,
    ticketId: id,
    ticketNumber: z.int(),
    ticketStatus: z.enum(ticketStatuses),
    subject: z.string(),
    conversationId: id,
    queueId: id,
    channel,
    tier: z.string(),
    skills: z.record(z.string(), z.int()),
    customer: z.object({ id, name: z.string().nullable(), tier: z.string(), contact: z.string().nullable() }),
    preview: z.string().describe('beginning of the newest message'),
    kind: z.enum(['contact', 'callback']).describe('callback: we call the customer when it is accepted'),
    neededAt: time.describe("when the customer's need arose"),
    ...clock,
    promiseSeconds: z.number().describe('time promised for a first human answer'),
    due: DueView.nullable().describe('what its ticket owes the customer first'),
    state: z.enum(taskStates),
    agentId: id.nullable(),
    assignedAt: time.nullable(),
    wrapUpUntil: time.nullable(),
    lastSeq: z.int().describe('newest entry of the conversation'),
    unanswered: z.boolean().describe('the customer spoke last'),
  })
  .meta({ id: 'Task' });
export type TaskView = z.infer<typeof TaskView>;

/** A task being offered, with the whole picture an agent sees before answering. */
export const OfferView = z
  .object({
    id: id.describe('reservation id'),
    state: z.enum(reservationStates),
    agentId: id,
    offeredAt: time,
    expiresAt: time,
    task: TaskView,
    customer: CustomerStrip,
    recent: z.array(TimelineItem).describe('the last three contacts'),
    why: Label.describe('why this task, to this agent, now'),
  })
  .meta({ id: 'Offer' });
export type OfferView = z.infer<typeof OfferView>;

/** Why a decision fell as it did: everything that was considered. */
export const ReceiptView = z
  .object({
    decisionId: z.int(),
    at: time,
    policyVersion: z.int(),
    preset: z.enum([...presets, 'table']),
    sentence: Label,
    byHand: z
      .object({ agentId: id, name: z.string(), reason: z.string() })
      .nullable()
      .describe('the supervisor who assigned it out of turn'),
    race: z.array(
      z.object({
        taskId: id,
        queueId: id,
        tier: z.string(),
        channel,
        skills: z.record(z.string(), z.int()).describe('levels asked for after so long a wait'),
        waitedSeconds: z.number().describe('as its promise counts, without closed hours'),
        closedSeconds: z.number().describe('closed hours since the need arose'),
        promiseSeconds: z.number(),
        score: z.number().describe('share of the promise used under the default policy'),
        winner: z.boolean(),
        heldForYou: z.boolean().describe('nobody but you could be asked'),
        excluded: z.string().nullable().describe('why nobody could take it'),
      }),
    ),
    agents: z.array(
      z.object({
        agentId: id,
        name: z.string(),
        chosen: z.boolean(),
        preferred: z.boolean().describe('knows the matter, asked first'),
        excluded: z.string().nullable(),
        idleSeconds: z.number(),
      }),
    ),
    unlisted: z.object({ heads: z.int(), agents: z.int() }).describe('more that could not change the decision'),
    outcome: z.enum(reservationStates),
  })
  .meta({ id: 'Receipt' });
export type ReceiptView = z.infer<typeof ReceiptView>;

/** What waits, by queue, tier and channel. */
export const WaitingGroup = z
  .object({ queueId: id, tier: z.string(), channel, waiting: z.int(), oldestNeededAt: time, ...clock, promiseSeconds: z.number() })
  .meta({ id: 'WaitingGroup' });
export type WaitingGroup = z.infer<typeof WaitingGroup>;
