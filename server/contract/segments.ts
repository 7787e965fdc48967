import { z } from 'zod';
import { CustomerStrip, Label } from './entities.ts';
import { Reach } from './record.ts';
import { roles } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();

/** What a field holds, which decides what may be asked of it. */
export const fieldKinds = [
  'text',
  'choice',
  'choices',
  'number',
  'money',
  'share',
  'time',
  'day',
  'anniversary',
  'flag',
  'customer',
] as const;
export type FieldKind = (typeof fieldKinds)[number];

export const comparisons = [
  ...(['is', 'is_not', 'one_of', 'none_of', 'contains', 'begins', 'includes', 'excludes'] as const),
  ...(['more_than', 'less_than', 'at_least', 'at_most', 'before', 'after', 'within_days', 'is_known', 'is_unknown'] as const),
] as const;
export type Comparison = (typeof comparisons)[number];

/** An instant: so many days before now (negative: after), or the beginning of a day (UTC). */
export const Instant = z.union([z.strictObject({ daysAgo: z.int().min(-36_500).max(36_500) }), z.iso.date()]);
export type Instant = z.infer<typeof Instant>;

export const Condition = z
  .strictObject({
    field: z
      .string()
      .regex(/^[a-z][\w.-]{0,120}$/i)
      .describe('see `GET /api/segment-fields`; `fields.KEY` for the installation’s own'),
    is: z.enum(comparisons),
    value: z
      .union([
        z.string().trim().min(1).max(200),
        z.number(),
        z.boolean(),
        z.array(z.string().trim().min(1).max(200)).min(1).max(50),
        Instant,
      ])
      .optional()
      .describe('money in the minor unit; absent for is_known and is_unknown'),
  })
  .meta({ id: 'SegmentCondition' });
export type Condition = z.infer<typeof Condition>;

/** Conditions that must all hold, or of which any must; groups may stand in groups. */
export type FilterPart = Condition | { all: readonly FilterPart[] } | { any: readonly FilterPart[] };

const groupOf = <Part extends z.ZodType>(part: Part) =>
  z.union([z.strictObject({ all: z.array(part).max(20) }), z.strictObject({ any: z.array(part).max(20) })]);

export const MOST_CONDITIONS = 40;

export const SegmentFilter = groupOf(z.union([Condition, groupOf(z.union([Condition, groupOf(Condition)]))]))
  .refine((filter) => conditionsOf(filter).length <= MOST_CONDITIONS, `at most ${MOST_CONDITIONS} conditions`)
  .meta({ id: 'SegmentFilter' });
export type SegmentFilter = z.infer<typeof SegmentFilter>;

/** Every condition of a filter, in order. */
export function conditionsOf(part: FilterPart): Condition[] {
  if ('field' in part) return [part];
  return ('all' in part ? part.all : part.any).flatMap(conditionsOf);
}

export const SegmentField = z
  .object({
    key: z.string(),
    label: Label,
    kind: z.enum(fieldKinds),
    comparisons: z.array(z.enum(comparisons)),
    options: z.array(z.object({ key: z.string(), label: Label })).nullable(),
    role: z.enum(roles).describe('least role that may ask for it'),
    mayAsk: z.boolean().describe('whether you may'),
  })
  .meta({ id: 'SegmentField' });
export type SegmentField = z.infer<typeof SegmentField>;

export const SegmentBody = z.object({
  name: z.string().trim().min(1).max(100),
  filter: SegmentFilter,
  shared: z.boolean().default(false).describe('everybody may use it; supervisors share'),
});
export type SegmentBody = z.infer<typeof SegmentBody>;

export const SegmentView = z
  .object({
    id,
    name: z.string(),
    filter: SegmentFilter,
    owner: z.object({ id, name: z.string() }),
    shared: z.boolean(),
    mayChange: z.boolean(),
    updatedAt: time,
  })
  .meta({ id: 'Segment' });
export type SegmentView = z.infer<typeof SegmentView>;

/** Whether one may get in touch now, by each way there is. */
export const ReachView = Reach.extend({
  address: z.string(),
  until: time.nullable().describe('of quiet hours: when they end'),
  preferred: z.boolean().describe('the channel they asked for'),
}).meta({ id: 'WayToReach' });
export type ReachView = z.infer<typeof ReachView>;

/** The customer's value in short. Profit is for those who steer. */
export const ValueBrief = z
  .object({
    currency: z.string(),
    revenue: z.number(),
    profit: z.number().nullable(),
    lifetimeValue: z.number().nullable(),
    lastOrderAt: time.nullable(),
  })
  .meta({ id: 'ValueBrief' });
export type ValueBrief = z.infer<typeof ValueBrief>;

export const SegmentRow = z
  .object({
    id,
    customer: CustomerStrip,
    stage: z.string().nullable().describe('of their lifecycle; null: not yet known'),
    value: ValueBrief.nullable(),
    because: z.array(z.object({ field: z.string(), value: z.unknown() })).describe('what the filter asks for, as it is with them'),
    reach: z.array(ReachView),
    followUp: z.object({ id, dueAt: time, ownerName: z.string().nullable() }).nullable().describe('the next one that is open'),
  })
  .meta({ id: 'SegmentRow' });
export type SegmentRow = z.infer<typeof SegmentRow>;
