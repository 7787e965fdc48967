import { z } from 'zod';
import { Label } from './entities.ts';
import { CalendarDraft, PolicyDraft, QueueRules } from './routing-rules.ts';

const id = z.uuid();
const time = z.iso.datetime();
const revision = z.string().max(64).describe('of what was read; a save on an older one is refused');

/**
 * A draft as it comes: checked by the verb, which names every place that cannot be, in both languages, instead of
 * refusing the request as a whole. The API's description still says what is expected.
 */
export const asGiven = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .custom<z.input<Schema>>(() => true)
    .meta({ override: { ...z.toJSONSchema(schema, { io: 'input', metadata: z.registry<{ id?: string }>() }) } })
    .transform((value): unknown => value);

export const PolicyGiven = asGiven(PolicyDraft);
export const CalendarGiven = asGiven(CalendarDraft);
export const QueueRulesGiven = asGiven(QueueRules);

/** Something that cannot be saved, by its place in the draft. */
export const Problem = z.object({ place: z.string().describe('such as `promises.gold.voice`'), message: Label }).meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

export const severities = ['error', 'warning', 'notice'] as const;

/** Something that can be saved and will hurt somebody: what, where, and what to do about it. */
export const Finding = z
  .object({
    code: z.string(),
    severity: z.enum(severities).describe('error: somebody waits for ever; warning: somebody may; notice: worth a look'),
    place: z.string().describe('such as `queues.billing.relaxation`'),
    queueId: id.nullable(),
    words: Label,
    advice: Label,
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;

export const PolicyView = z
  .object({
    version: z.int(),
    ...PolicyDraft.shape,
    createdAt: time,
    createdBy: z.object({ id, name: z.string() }).nullable(),
  })
  .meta({ id: 'PolicyVersion' });
export type PolicyView = z.infer<typeof PolicyView>;

export const PolicyChange = z
  .object({ place: z.string(), what: Label, from: Label.nullable(), to: Label.nullable() })
  .meta({ id: 'PolicyChange' });
export type PolicyChange = z.infer<typeof PolicyChange>;

export const PolicyPreview = z
  .object({
    basedOn: z.int().describe('the version in force'),
    problems: z.array(Problem).describe('while there are any, the rest is empty'),
    sentences: z.array(Label).describe('what it would mean, in plain words'),
    changes: z.array(PolicyChange).describe('against the version in force'),
    findings: z.array(Finding),
  })
  .meta({ id: 'PolicyPreview' });
export type PolicyPreview = z.infer<typeof PolicyPreview>;

export const HolidayView = z
  .object({ date: z.iso.date(), name: Label, open: z.boolean().describe('open nevertheless, by an override') })
  .meta({ id: 'Holiday' });
export type HolidayView = z.infer<typeof HolidayView>;

export const CalendarView = z
  .object({
    id,
    ...CalendarDraft.shape,
    revision,
    queueIds: z.array(id).describe('queues that follow it'),
    open: z.boolean().describe('now'),
    opensAt: time.nullable().describe('the next time it opens; null while open, or when it never does'),
  })
  .meta({ id: 'Calendar' });
export type CalendarView = z.infer<typeof CalendarView>;

export const CalendarPreview = z
  .object({
    problems: z.array(Problem),
    open: z.boolean(),
    opensAt: time.nullable(),
    holidays: z.array(HolidayView).describe('of this and the next year'),
  })
  .meta({ id: 'CalendarPreview' });
export type CalendarPreview = z.infer<typeof CalendarPreview>;

export const PlaceView = z.object({ code: z.string(), name: Label }).meta({ id: 'HolidayPlace' });
export type PlaceView = z.infer<typeof PlaceView>;

export const QueueRulesView = z
  .object({
    queueId: id,
    rules: QueueRules,
    revision,
    skills: z.array(z.object({ skill: z.string(), level: z.int(), holders: z.int() })).describe('asked for by inboxes or held by members'),
  })
  .meta({ id: 'QueueRulesOfQueue' });
export type QueueRulesView = z.infer<typeof QueueRulesView>;
