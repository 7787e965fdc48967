import { z } from 'zod';

const id = z.uuid();
const time = z.iso.datetime();
const by = z.object({ id, name: z.string() });
const reason = z.string().trim().min(3).max(500).describe('why; without names, as it is kept for ever');

/** What is held of a person, in the words of people. */
export const personalKinds = [
  'identity',
  'addresses',
  'history_of_fields',
  'messages',
  'attachments',
  'originals',
  'tickets',
  'calls',
  'search_words',
  'groups',
  'consents',
  'orders',
  'campaigns',
  'ratings',
  'page_visits',
  'estimates',
  'tiers',
  'sales',
  'imports',
  'events',
  'other',
] as const;
export type PersonalKind = (typeof personalKinds)[number];

const Counted = z.object({ kind: z.enum(personalKinds), count: z.int() });

export const HoldView = z.object({ id, reason: z.string(), by, at: time }).meta({ id: 'LegalHold' });
export type HoldView = z.infer<typeof HoldView>;

export const PrivacyView = z
  .object({
    customerId: id,
    erased: z.object({ at: time, doneAt: time.nullable(), reason: z.string(), by }).nullable(),
    holds: z.array(HoldView).describe('while there is one nothing of them is erased'),
    listened: z
      .array(z.object({ at: time, by, ticketNumber: z.int(), entryId: id }))
      .describe('who listened to a recording or a voicemail of theirs, the newest first'),
  })
  .meta({ id: 'CustomerPrivacy' });
export type PrivacyView = z.infer<typeof PrivacyView>;

export const ErasurePreview = z
  .object({
    revision: z.string().describe('names exactly these records; the erasure is refused when they are others by then'),
    records: z.int().describe('records that are this customer, merged ones too'),
    holds: z.int(),
    openTickets: z.int(),
    goes: z.array(Counted),
    stays: z.array(Counted).describe('what accounts need, without the person'),
  })
  .meta({ id: 'ErasurePreview' });
export type ErasurePreview = z.infer<typeof ErasurePreview>;

export const ReasonBody = z.object({ reason });
export const ErasureBody = z.object({
  reason,
  revision: z.string().max(100),
  force: z.boolean().default(false).describe('although something is held or open'),
});
export type ErasureBody = z.infer<typeof ErasureBody>;

export const ErasureView = z
  .object({
    id,
    customerId: id,
    reason: z.string(),
    by,
    at: time,
    doneAt: time.nullable(),
    counts: z.array(Counted),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof ErasureView>;

/** What can be kept for a time only. */
export const retentionKinds = [
  'message_bodies',
  'ticket_texts',
  'attachments',
  'recordings',
  'raw_items',
  'page_visits',
  'import_files',
  'webhook_deliveries',
] as const;
export type RetentionKind = (typeof retentionKinds)[number];

const days = z.int().min(1).max(36_500);

export const RetentionRuleView = z
  .object({
    kind: z.enum(retentionKinds),
    days: days.nullable().describe('null: kept for ever'),
    by: by.nullable(),
    updatedAt: time.nullable(),
    due: z.int().describe('what the next night takes away'),
  })
  .meta({ id: 'RetentionRule' });
export type RetentionRuleView = z.infer<typeof RetentionRuleView>;

export const RetentionBody = z.object({ kind: z.enum(retentionKinds), days: days.nullable() });
