import { z } from 'zod';
import { CustomerStrip, Label } from './entities.ts';
import { OpportunityView } from './sales.ts';
import { ReachView } from './segments.ts';

const id = z.uuid();
const time = z.iso.datetime();
const given = z.iso.datetime({ offset: true });
const person = z.object({ id, name: z.string() });
const text = z.string().trim().min(1).max(500);

export const followUpTriggers = ['order_delivered', 'order_placed', 'ticket_solved', 'low_rating', 'silent', 'birthday'] as const;
export type FollowUpTrigger = (typeof followUpTriggers)[number];

export const followUpOutcomes = ['reached', 'not_reached', 'declined', 'canceled'] as const;
export type FollowUpOutcome = (typeof followUpOutcomes)[number];

export const followUpPurposes = ['service', 'survey', 'marketing'] as const;
const purpose = z.enum(followUpPurposes).default('service').describe('what consent it needs');

/** Which follow-ups: mine, nobody's yet, or everybody's; `done` are those of the past. */
export const followUpLists = ['mine', 'open', 'all', 'done'] as const;

export const FollowUpBody = z.object({
  customerId: id,
  text,
  dueAt: given,
  ownerId: id.nullable().optional().describe('null: open to all; absent: yourself'),
  purpose,
});
export type FollowUpBody = z.infer<typeof FollowUpBody>;

export const FollowUpChange = z.object({ text, dueAt: given, ownerId: id.nullable() }).partial();
export type FollowUpChange = z.infer<typeof FollowUpChange>;

export const FollowUpView = z
  .object({
    id,
    customer: CustomerStrip,
    ticketId: id.nullable(),
    text: Label.describe('of one that a rule made, in both languages'),
    cause: z.enum([...followUpTriggers, 'by_hand', 'segment']),
    purpose: z.string(),
    owner: person.nullable().describe('null: open to all'),
    dueAt: time,
    createdAt: time,
    doneAt: time.nullable(),
    doneBy: person.nullable(),
    outcome: z.enum(followUpOutcomes).nullable(),
    reach: z.array(ReachView).describe('of one that is open: how they may be reached now'),
  })
  .meta({ id: 'FollowUp' });
export type FollowUpView = z.infer<typeof FollowUpView>;

export const DueCounts = z
  .object({
    mine: z.int().describe('due today and not done'),
    overdue: z.int().describe('of mine, since before today'),
    open: z.int().describe('due, and open to all'),
    steps: z.int().describe('next steps of my opportunities that are due'),
  })
  .meta({ id: 'DueCounts' });
export type DueCounts = z.infer<typeof DueCounts>;

export const RuleBody = z.object({
  label: Label,
  trigger: z.enum(followUpTriggers),
  afterDays: z.int().min(-60).max(3650).describe('of a birthday: negative for days before it'),
  tiers: z.array(z.string().max(40)).max(50).default([]).describe('of these tiers only; none: of all'),
  text: z.object({ en: text, 'zh-CN': text }),
  purpose,
});
export type RuleBody = z.infer<typeof RuleBody>;

export const RuleView = RuleBody.extend({
  id,
  purpose: z.string(),
  createdAt: time,
  endedAt: time.nullable(),
  open: z.int().describe('follow-ups of this rule that are not done'),
}).meta({ id: 'FollowUpRule' });
export type RuleView = z.infer<typeof RuleView>;

export const BatchBody = z.object({
  segmentId: id,
  text,
  dueAt: given,
  purpose,
  owner: z.enum(['usual', 'open']).default('usual').describe('usual: whoever served them last; open: anybody'),
});
export type BatchBody = z.infer<typeof BatchBody>;

export const BatchView = z
  .object({
    id,
    segmentId: id,
    text: z.string(),
    dueAt: time,
    made: z.int(),
    total: z.int().nullable().describe('null: not counted yet'),
    state: z.enum(['running', 'done', 'undone']),
    by: person,
    createdAt: time,
  })
  .meta({ id: 'FollowUpBatch' });
export type BatchView = z.infer<typeof BatchView>;

/** What is being done for a customer: sales and care. */
export const CareView = z
  .object({
    opportunities: z.array(OpportunityView),
    open: z.array(FollowUpView),
    past: z.array(FollowUpView).describe('the last twenty'),
    segments: z.array(z.object({ id, name: z.string() })).describe('they are in now'),
    reach: z.array(ReachView),
  })
  .meta({ id: 'CustomerCare' });
export type CareView = z.infer<typeof CareView>;
