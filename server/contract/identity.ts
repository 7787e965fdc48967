import { z } from 'zod';
import { ContactPointView, CustomerStrip } from './entities.ts';
import { matchStrengths } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();
const by = z.object({ id, name: z.string() }).nullable().describe('null: the hub, by a signed identity');
const reason = z.string().trim().min(3).max(500);

export const matchReasons = ['signed_identity', 'claimed_address', 'same_birthday', 'same_name'] as const;

/** How strongly each sign counts: `off`, `suggest` (a person is asked), or `link` (the hub does it by itself, on a signature only). */
export const MatchRules = z
  .strictObject({
    signed_identity: z.enum(matchStrengths.signed_identity),
    claimed_address: z.enum(matchStrengths.claimed_address),
    same_birthday: z.enum(matchStrengths.same_birthday),
    same_name: z.enum(matchStrengths.same_name),
  })
  .meta({ id: 'MatchRules' });
export type MatchRules = z.infer<typeof MatchRules>;

/** As shipped. */
export const shippedMatchRules: MatchRules = {
  signed_identity: 'link',
  claimed_address: 'suggest',
  same_birthday: 'suggest',
  same_name: 'suggest',
};

export const Match = z
  .object({ customer: CustomerStrip, why: z.enum(matchReasons).describe('the strongest sign that they are one') })
  .meta({ id: 'Match' });
export type Match = z.infer<typeof Match>;

export const MergeView = z
  .object({
    id,
    mergedId: id,
    mergedName: z.string().nullable(),
    keptId: id,
    keptName: z.string().nullable(),
    reason: z.string(),
    by,
    at: time,
    undone: z.object({ at: time, by, reason: z.string() }).nullable(),
  })
  .meta({ id: 'Merge' });
export type MergeView = z.infer<typeof MergeView>;

export const ContactPointEvidence = z
  .object({
    ...ContactPointView.omit({ verified: true }).shape,
    recordId: id.describe('the record it belongs to'),
    by,
    since: time,
    until: time.nullable(),
  })
  .meta({ id: 'ContactPointEvidence' });
export type ContactPointEvidence = z.infer<typeof ContactPointEvidence>;

export const Identity = z
  .object({
    customerId: id,
    records: z.array(id).describe('all records that are this customer, the head first'),
    contactPoints: z.array(ContactPointEvidence),
    merges: z.array(MergeView).describe('newest first'),
    matches: z.array(Match),
    apart: z.array(z.object({ customer: z.object({ id, name: z.string().nullable() }), reason: z.string(), by, at: time })),
  })
  .meta({ id: 'Identity' });
export type Identity = z.infer<typeof Identity>;

export const MergeBody = z.object({ mergedId: id.describe('the record that joins; the one in the path goes on'), reason });
export const SharedBody = z.object({
  shared: z.boolean(),
  holderId: id.optional().describe('whom contacts through it go to from now on; without it whoever holds it'),
});
export const UndoBody = z.object({ reason });
export const ApartBody = z.object({ otherId: id, reason });
