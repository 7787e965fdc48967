import { z } from 'zod';
import { Promises } from './entities.ts';
import { Lines } from './routing-rules.ts';
import { channels, presets } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();
const channel = z.enum(channels);
const seconds = z.number().nullable();

/** How much may be played at once. */
export const rehearsalLimits = { arrivals: 2_000_000, csvBytes: 32 * 1024 * 1024 } as const;

export const rehearsalStates = ['queued', 'running', 'done', 'failed', 'canceled'] as const;

/** Another policy than the one then in force; what is left out of a draft stays as it was. */
export const RehearsedPolicy = z.union([
  z.strictObject({ version: z.int().positive() }),
  z.strictObject({
    preset: z.enum([...presets, 'table']),
    promises: Promises.optional().describe('seconds, by tier, then channel'),
    lines: Lines.optional().describe('of the preset `table`: every tier and channel has one'),
  }),
]);
export type RehearsedPolicy = z.infer<typeof RehearsedPolicy>;

export const RehearsalDraft = z
  .strictObject({
    name: z.string().trim().max(80).default(''),
    period: z
      .union([z.strictObject({ last: z.enum(['day', 'week']) }), z.strictObject({ from: time, to: time })])
      .optional()
      .describe('what is played again: needs that arose in this time'),
    arrivals: z
      .string()
      .max(rehearsalLimits.csvBytes)
      .optional()
      .describe('instead: recorded arrivals as CSV, in the form of /api/routing/arrivals.csv; all agents are there all the time'),
    policy: RehearsedPolicy.optional().describe('left out: the one that was in force'),
    agents: z
      .record(id, z.int().min(-1000).max(1000))
      .default({})
      .describe('more or fewer agents, by queue: some like those who serve it, or without some of them'),
  })
  .meta({ id: 'RehearsalDraft' });
export type RehearsalDraft = z.infer<typeof RehearsalDraft>;

export const WaitFigures = z
  .object({
    arrived: z.int(),
    answered: z.int(),
    abandoned: z.int(),
    waiting: z.int().describe('neither answered nor gone at the end'),
    meanWait: seconds.describe('over the answered, like all figures of waits'),
    p50Wait: seconds,
    p90Wait: seconds,
    p99Wait: seconds,
    maxWait: seconds,
    withinPromise: z.number().nullable().describe('share of the answered'),
    overtaken: z.object({ mean: seconds, max: seconds }).nullable(),
  })
  .meta({ id: 'WaitFigures' });
export type WaitFigures = z.infer<typeof WaitFigures>;

export const RehearsedGroup = z
  .object({
    queueId: id,
    tier: z.string(),
    channel,
    promiseSeconds: z.object({ before: seconds, after: seconds }),
    recorded: WaitFigures.nullable().describe('what really happened; null for arrivals brought along'),
    before: WaitFigures,
    after: WaitFigures,
    histogram: z.object({
      width: z.number().describe('seconds a bar is wide; the last holds all that is longer'),
      before: z.array(z.int()),
      after: z.array(z.int()),
    }),
  })
  .meta({ id: 'RehearsedGroup' });
export type RehearsedGroup = z.infer<typeof RehearsedGroup>;

const outcome = z.enum(['answered', 'abandoned', 'waiting']);
export type RehearsedOutcome = z.infer<typeof outcome>;

/** Somebody who would have waited longer. */
export const LongerWait = z
  .object({
    id: z.string().describe('of the task, or as the CSV has it'),
    queueId: id,
    tier: z.string(),
    channel,
    at: time.nullable().describe('when the need arose; null where the CSV counts from another origin'),
    before: z.object({ outcome, seconds }),
    after: z.object({ outcome, seconds }),
  })
  .meta({ id: 'LongerWait' });
export type LongerWait = z.infer<typeof LongerWait>;

export const driftCauses = [
  'declined',
  'timed_out',
  'withdrawn',
  'ring_time',
  'by_hand',
  'moved',
  'staff_changed',
  'skills_relaxed',
  'capacity',
  'preferred_agent',
  'policy_changed',
  'away',
  'other_work',
  'earlier_drift',
  'unexplained',
] as const;
export type DriftCause = (typeof driftCauses)[number];

const served = z.object({ agentId: z.string().nullable(), seconds }).nullable();

/** Where playing the past again under unchanged rules differs from what was recorded, and why. */
export const Drift = z
  .object({
    compared: z.int(),
    same: z.int(),
    causes: z.array(z.object({ cause: z.enum(driftCauses), count: z.int() })),
    first: z
      .array(z.object({ taskId: id, cause: z.enum(driftCauses), recorded: served, played: served }))
      .describe('the first hundred, as they happened'),
  })
  .meta({ id: 'Drift' });
export type Drift = z.infer<typeof Drift>;

const headline = z.object({
  withinPromise: z.number().nullable(),
  meanWait: seconds,
  abandoned: z.int(),
  agents: z.int(),
  occupancy: z.number(),
});

export const RehearsalResult = z
  .object({
    summary: z.object({ arrivals: z.int(), before: headline, after: headline, longer: z.int(), shorter: z.int(), same: z.int() }),
    groups: z.array(RehearsedGroup),
    longest: z.array(LongerWait).describe('the fifty who would have waited longer by most'),
    drift: Drift.nullable(),
  })
  .meta({ id: 'RehearsalResult' });
export type RehearsalResult = z.infer<typeof RehearsalResult>;

/** What a person asked for, with the times that it comes down to. */
export const RehearsalRequest = z.object({
  from: time.nullable(),
  to: time.nullable(),
  policy: RehearsedPolicy.nullable(),
  agents: z.record(id, z.int()),
});
export type RehearsalRequest = z.infer<typeof RehearsalRequest>;

const row = {
  id,
  name: z.string(),
  createdAt: time,
  createdBy: z.object({ id, name: z.string() }),
  state: z.enum(rehearsalStates),
  progress: z.number().describe('0 … 1'),
  request: RehearsalRequest,
  error: z.string().nullable().describe('of a failed one: what was wrong, with the place'),
  endedAt: time.nullable(),
};

export const RehearsalRow = z.object({ ...row, summary: RehearsalResult.shape.summary.nullable() }).meta({ id: 'RehearsalRow' });
export type RehearsalRow = z.infer<typeof RehearsalRow>;

/** The people and tickets behind ids of a result. */
export const TicketName = z.object({ number: z.int(), subject: z.string(), customerName: z.string().nullable() });

export const RehearsalView = z
  .object({
    ...row,
    result: RehearsalResult.nullable(),
    tickets: z.record(z.string(), TicketName).describe('by task id, of those that are named in the result'),
    agents: z.record(z.string(), z.string()).describe('names by id, of those that are named in the result'),
  })
  .meta({ id: 'Rehearsal' });
export type RehearsalView = z.infer<typeof RehearsalView>;
