import { z } from 'zod';
import { FieldDraft, Freshness } from './archive-fields.ts';
import { asGiven, Problem } from './configuration.ts';
import { Label } from './entities.ts';
import { RuleBody } from './follow-ups.ts';
import { MacroDraft } from './macros.ts';
import { Overflow } from './overflow.ts';
import { PersonDraft, RoleDraft } from './people.ts';
import { retentionKinds } from './privacy.ts';
import { CalendarDraft, QueueRules } from './routing-rules.ts';
import { channels, languages, recordingRules, roles, tierMarks } from './statuses.ts';
import { TicketFieldDraft } from './ticket-taxonomy.ts';

const id = z.uuid();
const time = z.iso.datetime();
const channel = z.enum(channels);
const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/);

/** Whole parts of the configuration: each is read, checked, saved, told of and carried to another installation as one. */
export const partKeys = [
  'installation',
  'roles',
  'tiers',
  'skills',
  'calendars',
  'queues',
  'inboxes',
  'people',
  'dispositions',
  'policy',
  'service_targets',
  'customer_fields',
  'ticket_fields',
  'ticket_taxonomy',
  'macros',
  'tier_rules',
  'value',
  'match_rules',
  'follow_up_rules',
  'retention',
] as const;
export type PartKey = (typeof partKeys)[number];

/** A name in both languages, neither of them empty. */
export const Name = z.strictObject({ en: z.string().trim().min(1).max(80), 'zh-CN': z.string().trim().min(1).max(80) });

export const InstallationPart = z.strictObject({ name: Name, timeZone: z.string().max(60), language: z.enum(languages) });
export type InstallationPart = z.infer<typeof InstallationPart>;

export const TiersPart = z
  .array(z.strictObject({ key, label: Name, mark: z.enum(tierMarks).nullable().describe('null: by its place') }))
  .min(1)
  .max(20);
export type TiersPart = z.infer<typeof TiersPart>;

export const SkillsPart = z.array(z.strictObject({ key: z.string().trim().min(1).max(60), label: Name })).max(200);
export type SkillsPart = z.infer<typeof SkillsPart>;

export const QueuesPart = z
  .array(
    z.strictObject({
      id,
      key,
      label: Name,
      dispositionRequired: z.boolean().describe('wrap-up ends with a disposition'),
      retired: z.boolean(),
      successorId: id.nullable().describe('of a retired queue: where its work goes'),
      ...QueueRules.shape,
      overflow: Overflow,
    }),
  )
  .min(1)
  .max(200);
export type QueuesPart = z.infer<typeof QueuesPart>;

/** Words in both languages; one that is missing is lent by the other. */
const standingWords = z.strictObject({ en: z.string().max(2000), 'zh-CN': z.string().max(2000) }).default({ en: '', 'zh-CN': '' });

export const InboxesPart = z
  .array(
    z.strictObject({
      id,
      channel,
      address: z.string().trim().min(1).max(320),
      label: Name,
      queueId: id,
      language: z.enum(languages),
      skills: z.record(z.string(), z.int().min(1).max(5)).describe('asked for'),
      greeting: standingWords.describe('of a chat: what whoever writes first is told at once; empty: nothing'),
      signature: standingWords.describe('of a mailbox: what stands below every mail that an agent writes'),
      recording: z.enum(recordingRules).default('off').describe('of a number: whether its calls are recorded; callers are told'),
    }),
  )
  .max(500);
export type InboxesPart = z.infer<typeof InboxesPart>;

export const DispositionsPart = z
  .array(
    z.strictObject({
      code: key,
      label: Name,
      queueIds: z.array(id).max(200).describe('offered there only; empty: everywhere'),
      channels: z.array(channel).describe('empty: all'),
      retired: z.boolean(),
    }),
  )
  .max(200);
export type DispositionsPart = z.infer<typeof DispositionsPart>;

export const CalendarsPart = z.array(CalendarDraft.extend({ id })).max(100);
export type CalendarsPart = z.infer<typeof CalendarsPart>;

export const CustomerFieldsPart = z.strictObject({ fields: z.array(FieldDraft).max(500), freshness: z.array(Freshness).max(500) });
export type CustomerFieldsPart = z.infer<typeof CustomerFieldsPart>;

export const FollowUpRulesPart = z.array(RuleBody.extend({ id }).strict()).max(200);
export type FollowUpRulesPart = z.infer<typeof FollowUpRulesPart>;

export const TicketFieldsPart = z.array(TicketFieldDraft).max(500);
export type TicketFieldsPart = z.infer<typeof TicketFieldsPart>;

export const MacrosPart = z.array(MacroDraft.extend({ id, retired: z.boolean() }).strict()).max(2000);
export type MacrosPart = z.infer<typeof MacrosPart>;

export const RolesPart = z.array(RoleDraft.extend({ id })).max(200);
export type RolesPart = z.infer<typeof RolesPart>;

/** People by their mail addresses; a role of one's own by its id, else a shipped one. */
export const PeoplePart = z
  .array(
    PersonDraft.omit({ language: true, role: true })
      .extend({ role: z.enum(roles).nullable().describe('null: the one that their own role builds on') })
      .strict(),
  )
  .max(10_000);
export type PeoplePart = z.infer<typeof PeoplePart>;

/** Days by kind; what is not named is kept for ever. */
export const RetentionRules = z.partialRecord(z.enum(retentionKinds), z.int().min(1).max(36_500));
export type RetentionRules = z.infer<typeof RetentionRules>;

/** What the parts that have pages here hold. */
export interface PartContents {
  installation: InstallationPart;
  tiers: TiersPart;
  skills: SkillsPart;
  queues: QueuesPart;
  inboxes: InboxesPart;
  dispositions: DispositionsPart;
}

/** A part as it was read or is drafted; what it looks like is each part’s own. */
const Content = z.unknown().describe('of this part; see the export');

/** One thing that becomes different, in words. */
export const Difference = z
  .object({
    place: z.string().describe('such as `queues.billing.wrapUpSeconds`'),
    what: Label,
    from: Label.nullable().describe('null: there was none'),
    to: Label.nullable().describe('null: there is none any more'),
  })
  .meta({ id: 'ConfigurationDifference' });
export type Difference = z.infer<typeof Difference>;

/** What a change does beyond what it says: in numbers, before it is saved. */
export const Effect = z.object({ weight: z.enum(['notice', 'warning']), words: Label }).meta({ id: 'ConfigurationEffect' });
export type Effect = z.infer<typeof Effect>;

export const PartView = z
  .object({ part: z.string(), title: Label, content: Content, revision: z.string(), facts: z.record(z.string(), z.unknown()) })
  .meta({ id: 'ConfigurationPart' });
export type PartView = z.infer<typeof PartView>;

export const PartPreview = z
  .object({ part: z.string(), title: Label, problems: z.array(Problem), changes: z.array(Difference), effects: z.array(Effect) })
  .meta({ id: 'ConfigurationPreview' });
export type PartPreview = z.infer<typeof PartPreview>;

export const changeCauses = ['saved', 'restored', 'imported', 'undone', 'found'] as const;
export type ChangeCause = (typeof changeCauses)[number];

export const ConfigurationChangeView = z
  .object({
    id,
    part: z.string(),
    title: Label,
    at: time,
    by: z.object({ id, name: z.string() }).nullable().describe('null: the hub, or somebody beside it'),
    cause: z.enum(changeCauses),
    batchId: id.nullable().describe('of an import: what belongs together'),
    changes: z.array(Difference),
    more: z.int().describe('differences beyond those told'),
  })
  .meta({ id: 'ConfigurationChange' });
export type ConfigurationChangeView = z.infer<typeof ConfigurationChangeView>;

/** A whole configuration as one file. Queues are named by their keys, so that it fits another installation. */
export const ConfigurationDocument = z
  .strictObject({
    format: z.literal('touchline-configuration'),
    version: z.int().min(1),
    parts: z.partialRecord(z.enum(partKeys), Content),
  })
  .meta({ id: 'ConfigurationDocument' });
export type ConfigurationDocument = z.infer<typeof ConfigurationDocument>;

export const DocumentGiven = asGiven(ConfigurationDocument);
export const ContentGiven = z.unknown().describe('the part as it should be');
