import { z } from 'zod';
import { asGiven, Finding, Problem } from './configuration.ts';
import { Label } from './entities.ts';
import { ValueSweepView, valueNumbers } from './value.ts';

const id = z.uuid();
const time = z.iso.datetime();
const bound = z.number().min(-1e15).max(1e15);

/** A number must reach `enter` to come into a tier, and may fall to `leave` before it goes out of it: between them nobody flaps. */
const NumberCondition = z.strictObject({
  number: z.enum(valueNumbers),
  is: z.enum(['at_least', 'at_most']).default('at_least'),
  enter: bound,
  leave: bound.describe('not above `enter` for at_least, not below it for at_most'),
});

/** A field of the record, such as the contract that a customer has. */
const FieldCondition = z.strictObject({
  field: z.string().regex(/^(kind|company|city|language|occupation|fields\.[a-z][a-z0-9_]{0,39})$/),
  is: z.enum(['one_of', 'filled']),
  values: z
    .array(z.union([z.string().max(200), z.number(), z.boolean()]))
    .max(50)
    .default([]),
});

export const TierCondition = z.union([NumberCondition, FieldCondition]).meta({ id: 'TierCondition' });
export type TierCondition = z.infer<typeof TierCondition>;

export const TierRulesDraft = z
  .strictObject({
    tiers: z
      .array(
        z.strictObject({
          tier: z.string().max(40),
          match: z.enum(['all', 'any']).default('any'),
          conditions: z.array(TierCondition).min(1).max(20),
          minStayDays: z.int().min(0).max(3650).default(0).describe('not lowered sooner after coming in'),
        }),
      )
      .max(20)
      .describe('tiers without rules are given by hand only; who fits none has the lowest'),
    reviewDays: z.int().min(1).max(366).default(7).describe('how often time alone may move somebody; facts do at once'),
    note: z.string().max(500).default(''),
  })
  .meta({ id: 'TierRulesDraft' });
export type TierRulesDraft = z.infer<typeof TierRulesDraft>;

export const TierRulesGiven = asGiven(TierRulesDraft);

export const TierRulesView = z
  .object({ version: z.int(), rules: TierRulesDraft, createdAt: time, createdBy: z.object({ id, name: z.string() }).nullable() })
  .meta({ id: 'TierRulesVersion' });
export type TierRulesView = z.infer<typeof TierRulesView>;

export const TierRulesPage = z.object({
  versions: z.array(TierRulesView),
  counts: z.array(z.object({ tier: z.string(), customers: z.int(), overridden: z.int() })),
  sweep: ValueSweepView.nullable(),
  currency: z.string(),
});
export type TierRulesPage = z.infer<typeof TierRulesPage>;

export const WaitChange = z.object({
  tier: z.string(),
  channel: z.string(),
  arrivals: z.object({ before: z.int(), after: z.int() }),
  meanWait: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  p90Wait: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  promiseSeconds: z.number().nullable(),
});
export type WaitChange = z.infer<typeof WaitChange>;

export const TierPreviewResult = z
  .object({
    customers: z.int(),
    moves: z.array(z.object({ from: z.string(), to: z.string(), customers: z.int() })),
    sample: z.array(z.object({ customerId: id, name: z.string().nullable(), from: z.string(), to: z.string() })),
    sizes: z.array(z.object({ tier: z.string(), before: z.int(), after: z.int() })),
    waiting: z
      .object({ days: z.int(), arrivals: z.int(), byTier: z.array(WaitChange), byTierAndChannel: z.array(WaitChange) })
      .nullable()
      .describe('the last days played again with the new tiers; null: too little has happened to say'),
    findings: z.array(Finding),
    sentences: z.array(Label),
  })
  .meta({ id: 'TierPreviewResult' });
export type TierPreviewResult = z.infer<typeof TierPreviewResult>;

export const TierPreviewView = z
  .object({
    id: id.nullable().describe('null: cannot be played while there are problems'),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    progress: z.number(),
    problems: z.array(Problem),
    result: TierPreviewResult.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'TierPreview' });
export type TierPreviewView = z.infer<typeof TierPreviewView>;

export const OverrideBody = z.strictObject({
  tier: z.string().max(40),
  reason: z.string().trim().min(3).max(500),
  until: z.iso.datetime({ offset: true }).nullable().default(null),
});
export type OverrideBody = z.infer<typeof OverrideBody>;
