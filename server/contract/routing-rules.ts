import { z } from 'zod';
import { Label, Promises } from './entities.ts';
import { channels, presets } from './statuses.ts';

const channel = z.enum(channels);
const id = z.uuid();

/** Seconds until a first human answer stay between a second and 90 days. */
const seconds = z
  .number()
  .positive()
  .max(90 * 86_400);

/** `score = headStart + acceleration × seconds waited`, by tier, then channel (ROUTING.md, 2). */
export const Lines = z
  .record(z.string(), z.partialRecord(channel, z.strictObject({ headStart: z.number(), acceleration: z.number().min(0) })))
  .meta({ id: 'PolicyLines' });
export type Lines = z.infer<typeof Lines>;

/** Which channels holding a task of a channel keeps an agent from. */
export const Bars = z.partialRecord(channel, z.array(channel)).meta({ id: 'Bars' });
export type Bars = z.infer<typeof Bars>;

/** A call leaves room for nothing; nothing keeps an agent from a call. */
export const shippedBars: Bars = { voice: [...channels] };

export const PolicyDraft = z
  .strictObject({
    preset: z.enum([...presets, 'table']),
    promises: Promises.describe('seconds, by tier, then channel; every tier and channel has one'),
    queuePromises: z.record(id, Promises).default({}).describe('promises of single queues that differ'),
    lines: Lines.default({}).describe('of the preset `table`: every tier and channel has one'),
    bars: Bars.default(shippedBars),
    note: z.string().max(500).default('').describe('why it is changed'),
  })
  .meta({ id: 'PolicyDraft' });
export type PolicyDraft = z.infer<typeof PolicyDraft>;

/** From and until, `HH:MM` on a clock on the wall there; `24:00` ends a day. */
export const Hours = z.array(z.tuple([z.string(), z.string()])).meta({ id: 'OpenHours' });
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const CalendarDraft = z
  .strictObject({
    label: Label,
    timeZone: z.string().max(60).describe('IANA name, such as Asia/Shanghai'),
    hours: z.partialRecord(z.enum(weekdays), Hours).describe('a day without entry is closed'),
    holidays: z
      .strictObject({ country: z.string().length(2), state: z.string().max(10).optional(), region: z.string().max(10).optional() })
      .nullable()
      .describe('closed on the public holidays of this country (ISO 3166); null: of none'),
    overrides: z
      .record(z.iso.date(), z.strictObject({ hours: Hours, label: z.string().max(80).default('') }))
      .describe('days that differ, such as working days made up for; they come before holidays'),
  })
  .meta({ id: 'CalendarDraft' });
export type CalendarDraft = z.infer<typeof CalendarDraft>;

/** After so many seconds of waiting no more than these levels are asked for; `skills: null` asks for none at all. */
export const RelaxationStep = z.strictObject({
  afterSeconds: seconds,
  skills: z.record(z.string(), z.int().min(0).max(5)).nullable(),
});
export type RelaxationStep = z.infer<typeof RelaxationStep>;

export const QueueRules = z
  .strictObject({
    offerSeconds: z.int().min(5).max(600),
    wrapUpSeconds: z.int().min(0).max(3600),
    missedOffersLimit: z.int().min(1).max(20),
    coolDownSeconds: z.int().min(0).max(3600),
    calendarId: id.nullable(),
    workingTime: z.array(channel).describe('channels whose promises count open hours only'),
    relaxation: z.array(RelaxationStep).max(10),
    preferredShare: z
      .number()
      .min(0)
      .max(10)
      .nullable()
      .describe('for which share of the promise the preferred agent is tried alone; 0: not at all, null: without end'),
    preferredUnskilled: z.boolean().describe('the preferred agent may take it without the skills asked for'),
  })
  .meta({ id: 'QueueRules' });
export type QueueRules = z.infer<typeof QueueRules>;
