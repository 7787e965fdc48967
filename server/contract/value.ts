import { z } from 'zod';
import { asGiven } from './configuration.ts';
import { channels } from './statuses.ts';
import { stages, valueNumbers } from './value-numbers.ts';

export * from './value-numbers.ts';

const id = z.uuid();
const time = z.iso.datetime();
const money = z.number().describe('in the minor unit of the settings’ currency');
const cost = z.number().min(0).max(1e9);
const days = z.int().min(1).max(3650);
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as CNY');

/** Everything numbers of value are made of besides the customer's own facts. */
export const ValueSettings = z
  .strictObject({
    currency: currency.describe('all amounts are converted to it'),
    rates: z
      .array(z.strictObject({ currency, from: z.iso.date(), rate: z.number().positive().max(1e9) }))
      .max(500)
      .default([])
      .describe('what one unit of a currency is worth in ours from a day on; an order is converted by the rate of its day'),
    handlingHourCost: z.record(z.enum(channels), cost).describe('of an agent’s hour, in the minor unit'),
    mostHandlingMinutes: z.int().min(1).max(1440).default(120).describe('a task that lay open for longer counts as this long'),
    messageCost: z.strictObject({ sms: cost, email: cost, web_chat: cost }).describe('of a message we send, in the minor unit'),
    callMinuteCost: cost,
    marginShare: z.number().min(0).max(1).nullable().default(null).describe('assumed of orders whose cost is not known'),
    horizonWeeks: z.int().min(1).max(520).default(52).describe('how far lifetime value and churn risk look ahead'),
    yearlyDiscount: z.number().min(0).max(1).default(0.1),
    windowDays: days.default(365).describe('of numbers over recent time'),
    newDays: days.default(90).describe('after the first purchase'),
    atRiskDays: days.default(180).describe('without a purchase'),
    lapsedDays: days.default(365).describe('without a purchase'),
    wonBackDays: days.default(90).describe('after the purchase with which a lapsed customer came back'),
    loyalPurchases: z.int().min(1).max(1000).default(4).describe('repeat purchases in recent time that count as fully returning'),
    loyalDays: days.default(1095).describe('since the first purchase that count as fully tenured'),
    ignoredStatuses: z.array(z.string().trim().min(1).max(40)).max(50).default(['canceled', 'cancelled']),
    fitHour: z.int().min(0).max(23).default(2).describe('UTC, of the nightly fit'),
  })
  .meta({ id: 'ValueSettings' });
export type ValueSettings = z.infer<typeof ValueSettings>;

export const ValueSettingsGiven = asGiven(ValueSettings);

/** What a number is and what it was made of; `formula` names a sentence of the console's. */
export const ValueExplanation = z
  .object({ value: z.number().nullable(), formula: z.string(), inputs: z.record(z.string(), z.number().nullable()) })
  .meta({ id: 'ValueExplanation' });
export type ValueExplanation = z.infer<typeof ValueExplanation>;

export const Explanations = z.partialRecord(z.enum(valueNumbers), ValueExplanation);
export type Explanations = z.infer<typeof Explanations>;

export const TierOverrideView = z
  .object({
    id,
    tier: z.string(),
    reason: z.string(),
    by: z.object({ id, name: z.string() }),
    from: time,
    until: time.nullable(),
    endedAt: time.nullable(),
  })
  .meta({ id: 'TierOverride' });
export type TierOverrideView = z.infer<typeof TierOverrideView>;

/** Why a condition of a tier holds or does not. */
export const ConditionCheck = z.object({
  place: z.string(),
  number: z.enum(valueNumbers).nullable(),
  field: z.string().nullable(),
  actual: z.union([z.number(), z.string(), z.boolean(), z.null()]),
  enter: z.number().nullable(),
  leave: z.number().nullable(),
  enters: z.boolean(),
  stays: z.boolean(),
});
export type ConditionCheck = z.infer<typeof ConditionCheck>;

export const TierStanding = z
  .object({
    tier: z.string().describe('in force now'),
    byRules: z.string().nullable().describe('null: there are no rules, tiers are given by hand'),
    since: time.nullable().describe('since when the rules give it'),
    keptUntil: time.nullable().describe('not lowered before then: the minimum stay'),
    rulesVersion: z.int().nullable(),
    checks: z.array(z.object({ tier: z.string(), enters: z.boolean(), stays: z.boolean(), conditions: z.array(ConditionCheck) })),
    override: TierOverrideView.nullable().describe('standing above the rules'),
  })
  .meta({ id: 'TierStanding' });
export type TierStanding = z.infer<typeof TierStanding>;

export const CustomerValueView = z
  .object({
    customerId: id,
    asOf: time,
    currency,
    stage: z.enum(stages),
    firstOrderAt: time.nullable(),
    lastOrderAt: time.nullable(),
    lastContactAt: time.nullable(),
    numbers: Explanations.describe('to agents only some'),
    modelAsOf: time.nullable().describe('of the fitted model used; null: none had been fitted by then'),
    tier: TierStanding,
  })
  .meta({ id: 'CustomerValue' });
export type CustomerValueView = z.infer<typeof CustomerValueView>;

export const ValuePoint = z
  .object({ at: time, stage: z.enum(stages), revenue: money, profit: money.nullable(), lifetimeValue: money.nullable() })
  .meta({ id: 'ValuePoint' });
export type ValuePoint = z.infer<typeof ValuePoint>;

export const ValueSeriesView = z
  .object({
    currency,
    points: z
      .array(ValuePoint)
      .describe('as it stood at each time, with nothing that came later; profit and lifetime value for supervisors'),
    path: z.array(z.object({ at: time, tier: z.string() })).describe('tiers by the rules in force'),
    changes: z
      .array(z.object({ at: time, from: z.string(), to: z.string(), cause: z.string(), reason: z.string(), by: z.string().nullable() }))
      .describe('of the tier in force, as they really happened, oldest first'),
    overrides: z.array(TierOverrideView),
  })
  .meta({ id: 'ValueSeries' });
export type ValueSeriesView = z.infer<typeof ValueSeriesView>;

export const ValueModelView = z
  .object({
    id,
    asOf: time,
    state: z.enum(['queued', 'running', 'done', 'failed']),
    requestedAt: time,
    endedAt: time.nullable(),
    customers: z.int().nullable(),
    parameters: z
      .object({
        r: z.number(),
        alpha: z.number(),
        a: z.number(),
        b: z.number(),
        spend: z.object({ p: z.number(), q: z.number(), v: z.number() }).nullable(),
      })
      .nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'ValueModel' });
export type ValueModelView = z.infer<typeof ValueModelView>;

export const ValueSweepView = z
  .object({
    id,
    cause: z.enum(['rules', 'settings', 'model']),
    startedAt: time,
    done: z.int(),
    total: z.int(),
    endedAt: time.nullable(),
  })
  .meta({ id: 'ValueSweep' });
export type ValueSweepView = z.infer<typeof ValueSweepView>;

export const ValueSettingsView = z
  .object({
    version: z.int().describe('0: as shipped, never saved'),
    settings: ValueSettings,
    createdAt: time.nullable(),
    createdBy: z.string().nullable(),
    models: z.array(ValueModelView).describe('the newest first'),
    sweep: ValueSweepView.nullable().describe('the newest run in which all values were made anew'),
    unknownCurrencies: z.array(z.string()).describe('of orders that no rate converts'),
  })
  .meta({ id: 'ValueSettingsVersion' });
export type ValueSettingsView = z.infer<typeof ValueSettingsView>;
