import { z } from 'zod';
import { channels, presets } from '../../contract/statuses.ts';

const number = z.number('must be a number');
const positive = number.positive('must be positive');
const notNegative = number.nonnegative('must not be negative');
const whole = z.int('must be a whole number');
/** Names become keys of objects: those that every object has already are none. */
const name = z
  .string('must be a name')
  .min(1, 'must not be empty')
  .refine((text) => !(text in {}), 'cannot be a name');
const channel = z.enum(channels, `must be one of ${channels.join(', ')}`);
const object = 'must be an object';
const list = 'must be a list';

const skills = z.record(name, whole.nonnegative('must not be negative'), object);

const distribution = z.discriminatedUnion(
  'distribution',
  [
    z.strictObject({ distribution: z.literal('exponential'), mean: positive }),
    z.strictObject({ distribution: z.literal('constant'), value: notNegative }),
    z.strictObject({ distribution: z.literal('lognormal'), mean: positive, sd: notNegative }),
    z.strictObject({ distribution: z.literal('empirical'), values: z.array(notNegative, list).min(1, 'must not be empty') }),
  ],
  'must be exponential, constant, lognormal or empirical',
);

/** With a negative acceleration the youngest would stand first, and a class would have no head. */
const line = z.strictObject({ headStart: number, acceleration: notNegative }, object);

const policy = z.union(
  [z.enum(presets), z.record(name, z.partialRecord(channel, line, object), object)],
  `must be ${presets.join(', ')} or a table of tiers`,
);

const pool = z.strictObject(
  {
    count: whole.nonnegative('must not be negative').max(100_000, 'must be at most 100000'),
    queues: z.array(name, list).min(1, 'must not be empty'),
    skills: skills.default({}),
    capacity: z.partialRecord(channel, whole.nonnegative('must not be negative'), object),
  },
  object,
);

const stream = z.strictObject(
  {
    queue: name,
    tier: name,
    channel,
    ratePerSecond: positive,
    handle: distribution,
    patience: distribution.nullable().default(null),
    skills: skills.default({}),
  },
  object,
);

/** What is rehearsed: who arrives when and needs what, who serves, and by which policy (docs/simulator.md). */
export const Scenario = z.strictObject(
  {
    seed: whole.default(1),
    arrivals: whole.positive('must be positive').max(100_000_000, 'must be at most 100000000').optional(),
    warmup: whole.nonnegative('must not be negative').default(0),
    policy: policy.default('promise'),
    promises: z.record(name, z.partialRecord(channel, positive, object), object).default({}),
    agents: z.array(pool, list).min(1, 'must not be empty'),
    streams: z.array(stream, list).min(1, 'must not be empty').optional(),
    arrivalsFile: name.optional(),
  },
  object,
);
export type Scenario = z.infer<typeof Scenario>;
/** What of a scenario decides who serves whom when. */
export type Rules = Pick<Scenario, 'agents' | 'policy' | 'promises'>;
export type Pool = Scenario['agents'][number];
export type Stream = NonNullable<Scenario['streams']>[number];
export type Distribution = z.infer<typeof distribution>;
