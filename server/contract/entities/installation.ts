import { z } from 'zod';
import { RightsView } from '../rights.ts';
import { agentStatuses, languages, roles, taskStates, tierMarks } from '../statuses.ts';
import { channel, id, Label, time } from './words.ts';

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

/** How far somebody has come with their first steps, and whether they have put them away. */
export const FirstSteps = z
  .object({ done: z.array(z.string().regex(/^[a-z]{1,20}$/)).max(20), closed: z.boolean() })
  .meta({ id: 'FirstSteps' });
export type FirstSteps = z.infer<typeof FirstSteps>;

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
    firstSteps: FirstSteps,
    demo: z.boolean().describe('the hub runs in demo mode'),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

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
