import { z } from 'zod';
import { TaskView } from './entities.ts';
import { channels } from './statuses.ts';

const id = z.uuid();
const channel = z.enum(channels);

/** Why an agent cannot be given a task at all, whoever says so. */
export const assignmentRefusals = ['agent_not_available', 'agent_on_a_call', 'agent_being_asked'] as const;
export type AssignmentRefusal = (typeof assignmentRefusals)[number];

/** An agent a task could be given to by hand: whoever the router could ask first, then the rest with what speaks against them. */
export const AssignableAgent = z
  .object({
    agentId: id,
    name: z.string(),
    refusal: z.enum(assignmentRefusals).nullable().describe('why it cannot be done'),
    against: z
      .array(z.string())
      .describe('what the router would keep them out for: `skill zh 0<2`, `capacity web_chat 3/3`, `not_in_queue` …'),
    fit: z.int().describe('sum of their levels in the skills asked for'),
    idleSeconds: z.number().nullable().describe('since when they hold nothing; null while they hold something'),
    holding: z.partialRecord(channel, z.int()),
  })
  .meta({ id: 'AssignableAgent' });
export type AssignableAgent = z.infer<typeof AssignableAgent>;

/** A task that this agent would have been given first. */
export const PassedOver = z
  .object({
    taskId: id,
    ticketNumber: z.int(),
    customer: z.string().nullable(),
    tier: z.string(),
    channel,
    waitedSeconds: z.number(),
    promiseSeconds: z.number(),
    waitsLonger: z.boolean().describe('false: the agent can take it beside the assigned one'),
  })
  .meta({ id: 'PassedOver' });
export type PassedOver = z.infer<typeof PassedOver>;

/** What giving this task to this agent out of turn costs the others. */
export const AssignmentCost = z
  .object({
    agentId: id,
    passedOver: z.array(PassedOver).describe('the first ten, most urgent first'),
    passedOverCount: z.int(),
    waitLongerCount: z.int().describe('of them, those the agent cannot take beside it'),
    longerSeconds: z.number().nullable().describe('by how much: what one contact on this channel takes by its median; null: not known yet'),
  })
  .meta({ id: 'AssignmentCost' });
export type AssignmentCost = z.infer<typeof AssignmentCost>;

export const AssignmentView = z
  .object({ task: TaskView, agents: z.array(AssignableAgent), cost: AssignmentCost.nullable().describe('with `agentId` only') })
  .meta({ id: 'Assignment' });
export type AssignmentView = z.infer<typeof AssignmentView>;
