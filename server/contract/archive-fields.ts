import { z } from 'zod';
import { Label } from './entities.ts';
import { channels, fieldTypes, refreshers, roles } from './statuses.ts';

const revision = z.string().max(64).describe('of what was read; a save on an older one is refused');

/** Names a field of the installation's own; in lists that mix them with built-in ones it is written `fields.KEY`. */
export const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a-z, 0-9 and _, beginning with a letter');

export const FieldOption = z.strictObject({ key: FieldKey, label: Label, retired: z.boolean().default(false) }).meta({ id: 'FieldOption' });
export type FieldOption = z.infer<typeof FieldOption>;

export const FieldRules = z
  .strictObject({
    required: z.boolean().default(false).describe('cannot be emptied again; a record without it says so'),
    min: z.number().optional().describe('of a number'),
    max: z.number().optional(),
    earliest: z.iso.date().optional().describe('of a date'),
    latest: z.iso.date().optional(),
    longest: z.int().min(1).max(2000).optional().describe('characters of a text; 500 without it'),
    form: z.string().min(1).max(60).optional().describe('of a text: # a digit, A a Latin letter, * either, all else itself'),
  })
  .meta({ id: 'FieldRules' });
export type FieldRules = z.infer<typeof FieldRules>;

/** A field as somebody would like to have it. Its key and type never change; it is retired rather than deleted. */
export const FieldDraft = z
  .strictObject({
    key: FieldKey,
    label: Label,
    type: z.enum(fieldTypes),
    options: z.array(FieldOption).max(200).default([]).describe('of a choice'),
    rules: FieldRules.default({ required: false }),
    readRole: z.enum(roles).default('agent'),
    writeRole: z.enum(roles).default('agent'),
    readBy: z.array(z.uuid()).max(200).default([]).describe('roles of one’s own that may read it, whatever they build on'),
    writeBy: z.array(z.uuid()).max(200).default([]).describe('roles of one’s own that may read and change it, whatever they build on'),
    searchable: z.boolean().default(false).describe('customers are found by it; only for what every agent may read'),
    rank: z.int().min(0).max(10_000).default(0),
    retired: z.boolean().default(false).describe('what is known stays readable and can no longer be changed'),
  })
  .meta({ id: 'FieldDraft' });
export type FieldDraft = z.infer<typeof FieldDraft>;

export const FieldView = FieldDraft.omit({ retired: true })
  .extend({ retiredAt: z.iso.datetime().nullable(), mayWrite: z.boolean().describe('by you'), revision })
  .meta({ id: 'CustomerField' });
export type FieldView = z.infer<typeof FieldView>;

/** Of a choice its key, of choices their keys. */
export const FieldValue = z.union([z.string().max(2000), z.number(), z.boolean(), z.array(z.string().max(40)).max(200)]);
export type FieldValue = z.infer<typeof FieldValue>;

/** Values by key; null empties one. */
export const FieldValues = z
  .record(FieldKey, FieldValue.nullable())
  .describe('values of the installation’s own fields by key; null empties one');
export type FieldValues = z.infer<typeof FieldValues>;

/** How long a field is trusted: `field` is a built-in one or `fields.KEY`. */
export const Freshness = z
  .strictObject({ field: z.string().max(60), staleDays: z.int().min(1).max(36_500), refreshBy: z.enum(refreshers) })
  .meta({ id: 'FieldFreshness' });
export type Freshness = z.infer<typeof Freshness>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');

/** When a customer is not to be disturbed, by the clock on their wall; across midnight when `from` is later than `until`. */
export const QuietHours = z
  .strictObject({ timeZone: z.string().max(60).describe('IANA name, such as Asia/Shanghai'), from: clock, until: clock })
  .meta({ id: 'QuietHours' });
export type QuietHours = z.infer<typeof QuietHours>;

export const preferredChannel = z.enum(channels).nullable();
