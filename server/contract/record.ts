import { z } from 'zod';
import { Address, CustomerKey } from './archive.ts';
import { FieldValue, QuietHours } from './archive-fields.ts';
import { Label } from './entities.ts';
import { channels, customerKinds, proofKinds, refreshers, touchResponses } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime({ offset: true });
const channel = z.enum(channels);
const text = (most: number) => z.string().trim().min(1).max(most);
/** In the currency's minor unit (cents, fen). */
const money = z.int().min(0).max(1e15);
const by = z.object({ id, name: z.string() }).nullable();
const purpose = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a-z, 0-9 and _, beginning with a letter');

export const ConsentProof = z
  .strictObject({
    kind: z.enum(proofKinds).describe('how we know'),
    reference: z.string().trim().max(300).default('').describe('where it can be found: a form’s number, a message’s id'),
    text: z.string().trim().max(2000).default('').describe('what they agreed to or said, in its words'),
  })
  .meta({ id: 'ConsentProof' });

export const ConsentBody = z.object({
  channel,
  purpose: purpose.describe('marketing, survey, service, or the installation’s own'),
  state: z.enum(['granted', 'withdrawn']),
  at: time.optional().describe('when they said so; now without it, never in the future'),
  proof: ConsentProof,
  address: Address.optional().describe('when it is about one of their addresses'),
});
export type ConsentBody = z.infer<typeof ConsentBody>;

export const ConsentView = ConsentBody.omit({ at: true, address: true })
  .extend({
    id,
    at: time,
    address: z.string().nullable(),
    by,
    recordedAt: time,
    counts: z.boolean().describe('the newest for its channel and purpose'),
  })
  .meta({ id: 'Consent' });
export type ConsentView = z.infer<typeof ConsentView>;

export const reachReasons = ['granted', 'not_withdrawn', 'withdrawn', 'never_asked', 'quiet_hours'] as const;

/** Whether somebody may be reached now, and why. */
export const Reach = z
  .object({
    channel,
    purpose,
    allowed: z.boolean(),
    why: z.enum(reachReasons),
    since: time.nullable().describe('of the statement that counts'),
  })
  .meta({ id: 'Reach' });
export type Reach = z.infer<typeof Reach>;

export const RecordField = z
  .object({
    field: z.string().describe('a built-in one, or `fields.KEY`'),
    value: FieldValue.nullable(),
    asOf: time.nullable().describe('when it was last written or found right; null while it is empty'),
    by,
    stale: z.boolean().describe('not trusted any more'),
    missing: z.boolean().describe('required and empty'),
    refreshBy: z.enum(refreshers).nullable().describe('who brings it up to date; null: trusted for ever'),
    mayWrite: z.boolean(),
  })
  .meta({ id: 'RecordField' });
export type RecordField = z.infer<typeof RecordField>;

const Named = z.object({ id, name: z.string().nullable(), kind: z.enum(customerKinds), tier: z.string() });

export const MembershipView = z
  .object({
    id,
    customer: Named.describe('the group of a member, the member of a group'),
    role: z.string(),
    since: time,
    until: time.nullable(),
  })
  .meta({ id: 'Membership' });
export type MembershipView = z.infer<typeof MembershipView>;

export const RecordView = z
  .object({
    customerId: id,
    kind: z.enum(customerKinds),
    fields: z.array(RecordField),
    preferredChannel: channel.nullable(),
    quietHours: QuietHours.nullable(),
    quietNow: z.boolean().describe('they are not to be disturbed at this moment'),
    consents: z.array(ConsentView).describe('those that count'),
    marketing: z.array(Reach).describe('whether each channel may carry marketing now'),
    groups: z.array(MembershipView).describe('what they belong to, standing ones first'),
    members: z.array(MembershipView).describe('of a company or household: who belongs to it, the first hundred'),
    memberCount: z.int().describe('standing members'),
  })
  .meta({ id: 'CustomerRecord' });
export type RecordView = z.infer<typeof RecordView>;

export const MemberBody = z.object({
  memberId: id,
  role: z.string().trim().max(80).default('').describe('what they are there: buyer, mother, branch office'),
  since: time.optional(),
});
export type MemberBody = z.infer<typeof MemberBody>;

export const CampaignBody = z.object({
  key: text(100).describe('the installation’s own: the same key again changes the campaign'),
  label: Label,
  kind: text(40).describe('mailing, call, discount, event, …'),
  intent: z.string().trim().max(500).default(''),
  startsAt: time,
  endsAt: time.nullable().default(null),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as CNY'),
  fixedCost: money.default(0).describe('for the campaign as a whole, in the minor unit'),
  touchCost: money.default(0).describe('for each touch that has no cost of its own'),
});
export type CampaignBody = z.infer<typeof CampaignBody>;

export const CampaignView = CampaignBody.extend({
  id,
  touched: z.int().describe('touches'),
  customers: z.int().describe('customers touched'),
  responded: z.int().describe('customers who did something about it; bounced does not count'),
  responseRate: z.number().nullable().describe('responded ÷ customers; null while nobody was touched'),
  cost: z.number().describe('fixed and of all touches'),
  costPerResponse: z.number().nullable(),
}).meta({ id: 'Campaign' });
export type CampaignView = z.infer<typeof CampaignView>;

export const TouchGiven = z.strictObject({
  externalId: text(200).describe('the sender’s key: the same again changes the touch'),
  customer: CustomerKey,
  channel: channel.nullable().default(null),
  at: time,
  cost: money.nullable().default(null).describe('null: as the campaign says'),
  response: z.enum(touchResponses).nullable().default(null),
  respondedAt: time.nullable().default(null),
});
export const TouchesBody = z.object({ campaign: text(100).describe('the campaign’s key'), touches: z.array(TouchGiven).min(1).max(1000) });
export type TouchesBody = z.infer<typeof TouchesBody>;

export const VisitsBody = z.object({
  visits: z
    .array(
      z.strictObject({
        externalId: text(200).describe('the site’s key: the same again changes nothing'),
        customer: CustomerKey,
        at: time,
        url: z.url({ protocol: /^https?$/ }).max(2000),
        title: z.string().trim().max(300).default(''),
      }),
    )
    .min(1)
    .max(1000),
});
export type VisitsBody = z.infer<typeof VisitsBody>;

/** What became of what was brought, by its place in the list. */
export const Taken = z
  .object({
    created: z.int(),
    changed: z.int(),
    same: z.int(),
    refused: z.array(z.object({ index: z.int(), code: z.string(), detail: z.string() })).describe('the others were taken'),
  })
  .meta({ id: 'Taken' });
export type Taken = z.infer<typeof Taken>;

export const TouchView = z
  .object({
    id,
    campaign: z.object({ key: z.string(), label: Label, kind: z.string(), intent: z.string() }),
    channel: channel.nullable(),
    at: time,
    response: z.string().nullable(),
    respondedAt: time.nullable(),
    cost: z.number().nullable().describe('in the minor unit; for supervisors'),
    currency: z.string(),
  })
  .meta({ id: 'Touch' });
export type TouchView = z.infer<typeof TouchView>;

export const RatingBody = z.object({
  externalId: text(200).describe('where it comes from, and its key there: the same again changes the rating'),
  customer: CustomerKey,
  ticketId: id.nullable().default(null),
  agentId: id.nullable().default(null),
  score: z.int().min(1).max(5).describe('1 worst, 5 best'),
  comment: z.string().trim().max(4000).default(''),
  at: time,
});
export type RatingBody = z.infer<typeof RatingBody>;

export const RatingView = RatingBody.omit({ customer: true }).extend({ id, customerId: id }).meta({ id: 'Rating' });
export type RatingView = z.infer<typeof RatingView>;

export const VisitView = z.object({ id, at: time, url: z.string(), title: z.string() }).meta({ id: 'PageVisit' });
export type VisitView = z.infer<typeof VisitView>;
