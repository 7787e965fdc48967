import { z } from 'zod';
import { lineBase, otherLines, Snippet } from './history.ts';
import { MacroAction, MentionView, UploadView } from './message-parts.ts';
import { RightsView } from './rights.ts';
import {
  agentStatuses,
  callMoments,
  callStates,
  channels,
  clockKinds,
  customerKinds,
  entryKinds,
  languages,
  messageStatuses,
  presets,
  reservationStates,
  roles,
  taskStates,
  ticketKinds,
  ticketStatuses,
  tierMarks,
} from './statuses.ts';

/** What the API shows of each thing. Times are ISO 8601 in UTC, ids are UUIDs, money is in minor units. */
const id = z.uuid();
const time = z.iso.datetime();

/** A text of the installation in both languages. */
export const Label = z.object({ en: z.string(), 'zh-CN': z.string() }).meta({ id: 'Label' });
export type Label = z.infer<typeof Label>;

const channel = z.enum(channels);

export const TierView = z
  .object({ key: z.string(), rank: z.int(), label: Label, mark: z.enum(tierMarks).nullable().describe('its shape; null: by its rank') })
  .meta({ id: 'Tier' });
export type TierView = z.infer<typeof TierView>;

export const QueueView = z
  .object({
    id,
    key: z.string(),
    label: Label,
    offerSeconds: z.int(),
    wrapUpSeconds: z.int(),
    dispositionRequired: z.boolean(),
    retired: z.boolean(),
  })
  .meta({ id: 'Queue' });
export type QueueView = z.infer<typeof QueueView>;

export const InboxView = z.object({ id, channel, address: z.string(), label: Label, queueId: id }).meta({ id: 'Inbox' });
export type InboxView = z.infer<typeof InboxView>;

export const DispositionView = z
  .object({
    code: z.string(),
    label: Label,
    queueIds: z.array(id).describe('offered there only; empty: everywhere'),
    channels: z.array(channel).describe('empty: all'),
    retired: z.boolean(),
  })
  .meta({ id: 'Disposition' });
export type DispositionView = z.infer<typeof DispositionView>;

/** Seconds promised until a first human answer, by tier, then channel. */
export const Promises = z.record(z.string(), z.partialRecord(channel, z.number().positive())).meta({ id: 'Promises' });
export type Promises = z.infer<typeof Promises>;

export const AgentView = z
  .object({
    id,
    name: z.string(),
    role: z.enum(roles),
    status: z.enum(agentStatuses),
    statusReason: z.string().nullable(),
    statusSince: time,
    present: z.boolean().describe('a console of this agent is connected'),
    queueIds: z.array(id),
    skills: z.record(z.string(), z.int()).describe('level 1–5 by skill'),
    capacity: z.partialRecord(channel, z.int()).describe('tasks held at once, by channel'),
    holding: z
      .array(z.object({ taskId: id, channel, state: z.enum(taskStates), since: time }))
      .describe('tasks reserved for or held by this agent'),
  })
  .meta({ id: 'Agent' });
export type AgentView = z.infer<typeof AgentView>;

export const Me = z
  .object({
    id,
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    ownRole: z.object({ id, label: Label }).nullable().describe('a role of this installation’s own; `role` is the one it builds on'),
    rights: RightsView,
    masked: z.boolean().describe('sees addresses of customers in part only, unless they hold the contact'),
    language: z.enum(languages),
    mustChangePassword: z.boolean(),
    demo: z.boolean().describe('the hub runs in demo mode'),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const ContactPointView = z
  .object({
    id,
    kind: z.enum(['phone', 'email', 'chat_visitor']),
    value: z.string(),
    evidence: z.string(),
    verified: z.boolean().describe('proven, and nothing since gives reason to doubt it'),
    shared: z.boolean().describe('used by several customers: nobody is recognised by it'),
    looksLike: z
      .object({ value: z.string().nullable(), customer: z.object({ id, name: z.string().nullable() }).nullable() })
      .nullable()
      .describe('looks the same to the eye as an address of another customer; who it is, if you may see them'),
    returned: z
      .object({ silentSince: time, at: time })
      .nullable()
      .describe('spoke again after a year or more: may be somebody else’s by now, to be verified anew'),
  })
  .meta({ id: 'ContactPoint' });
export type ContactPointView = z.infer<typeof ContactPointView>;

/** The customer in one glance: shown on the offer, the desk, the ticket and in lists. */
export const CustomerStrip = z
  .object({
    id,
    name: z.string().nullable().describe('null: not known yet'),
    erased: z.boolean().describe('their data was erased: there is no name and never will be'),
    kind: z.enum(customerKinds),
    tier: z.string(),
    language: z.string().nullable(),
    company: z.string().nullable(),
    since: time,
    manner: z.string().nullable().describe('how they like to be spoken to'),
    value: z.array(z.object({ currency: z.string(), amount: z.number() })).describe('sum of orders by currency, minor units'),
    orderCount: z.int(),
    openTickets: z.int(),
    lastContact: z.object({ at: time, channel, direction: z.enum(['in', 'out']), disposition: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'CustomerStrip' });
export type CustomerStrip = z.infer<typeof CustomerStrip>;

export const CustomerView = CustomerStrip.extend({
  externalId: z.string().nullable(),
  occupation: z.string().nullable(),
  city: z.string().nullable(),
  birthday: z.string().nullable().describe('YYYY-MM-DD'),
  preferredChannel: channel.nullable(),
  fields: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .describe('of the installation’s own fields, those you may read'),
  contactPoints: z.array(ContactPointView),
}).meta({ id: 'Customer' });
export type CustomerView = z.infer<typeof CustomerView>;

export const AttachmentView = z
  .object({ id, name: z.string(), contentType: z.string(), size: z.int().describe('bytes') })
  .meta({ id: 'Attachment' });
export type AttachmentView = z.infer<typeof AttachmentView>;

/** One thing said or done in a conversation. */
export const EntryView = z
  .object({
    id,
    conversationId: id,
    ticketId: id,
    customerId: id,
    seq: z.int().describe('1, 2, 3 … within the conversation'),
    kind: z.enum(entryKinds),
    channel,
    at: time,
    agent: z.object({ id, name: z.string() }).nullable(),
    text: z.string(),
    hasHtml: z.boolean().describe('GET /api/entries/{id}/html shows the sanitised mail'),
    mail: z
      .object({ subject: z.string(), from: z.string(), to: z.array(z.string()), cc: z.array(z.string()), quoted: z.string().nullable() })
      .nullable(),
    call: z
      .object({
        type: z.enum(callMoments),
        seconds: z.number().nullable(),
        outcome: z.string().nullable(),
      })
      .nullable(),
    status: z.enum(messageStatuses).nullable().describe('of an outbound message'),
    errorCode: z.string().nullable(),
    clientId: z.string().nullable(),
    attachments: z.array(AttachmentView),
    mentions: z.array(MentionView).describe('of a note: the colleagues it names'),
  })
  .meta({ id: 'Entry' });
export type EntryView = z.infer<typeof EntryView>;

/** A reply that goes out at a time, unless it is taken back or somebody writes meanwhile. */
export const ScheduledReplyView = z
  .object({
    id,
    conversationId: id,
    agent: z.object({ id, name: z.string() }),
    clientId: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    files: z.array(UploadView),
    actions: z.array(MacroAction),
    sendAt: time,
    createdAt: time,
    outcome: z.enum(['sent', 'canceled', 'refused']).nullable().describe('null: still to come'),
    errorCode: z.string().nullable().describe('why it was refused'),
  })
  .meta({ id: 'ScheduledReply' });
export type ScheduledReplyView = z.infer<typeof ScheduledReplyView>;

export const DraftView = z
  .object({
    reply: z.string(),
    replyHtml: z.string().nullable(),
    files: z.array(UploadView),
    actions: z.array(MacroAction),
    note: z.string(),
    revision: z.int().describe('0: nothing was begun'),
    updatedAt: time.nullable(),
  })
  .meta({ id: 'Draft' });
export type DraftView = z.infer<typeof DraftView>;

export const CallView = z
  .object({
    state: z.enum(callStates),
    startedAt: time,
    connectedAt: time.nullable(),
    endedAt: time.nullable(),
    endReason: z.string().nullable(),
  })
  .meta({ id: 'Call' });
export type CallView = z.infer<typeof CallView>;

export const ConversationView = z
  .object({
    id,
    channel,
    inbox: InboxView,
    customerId: id,
    ticketId: id,
    subject: z.string().nullable(),
    lastSeq: z.int(),
    contact: z.string().nullable().describe('where a reply goes: number, address or visitor; null when hidden'),
    canReply: z.boolean(),
    replyTo: z
      .object({ to: z.string(), cc: z.array(z.string()) })
      .nullable()
      .describe('recipients of the next reply, taken from the message replied to'),
    files: z.object({ count: z.int(), bytes: z.int() }).nullable().describe('what one message of its channel can carry; null: no files'),
    call: CallView.nullable(),
  })
  .meta({ id: 'Conversation' });
export type ConversationView = z.infer<typeof ConversationView>;

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

export const QuarantinedItem = z
  .object({ id, channel, inboxId: id.nullable(), receivedAt: time, reason: z.string(), detail: z.string().nullable(), size: z.int() })
  .meta({ id: 'QuarantinedItem' });
export type QuarantinedItem = z.infer<typeof QuarantinedItem>;

export const TokenView = z.object({ id, name: z.string(), createdAt: time, lastUsedAt: time.nullable() }).meta({ id: 'ApiToken' });
export type TokenView = z.infer<typeof TokenView>;

export const Failure = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      detail: z.string().optional(),
      facts: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .meta({ id: 'Failure' });
export type Failure = z.infer<typeof Failure>;
