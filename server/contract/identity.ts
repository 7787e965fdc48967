import { z } from 'zod';
import { CustomerStrip } from './entities.ts';

const id = z.uuid();
const time = z.iso.datetime();
const by = z.object({ id, name: z.string() }).nullable().describe('null: the hub, by a signed identity');
const reason = z.string().trim().min(3).max(500);

export const matchReasons = ['claimed_address', 'same_birthday', 'same_name'] as const;

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
    kind: z.enum(['phone', 'email', 'chat_visitor']),
    value: z.string(),
    evidence: z.string(),
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
export const UndoBody = z.object({ reason });
export const ApartBody = z.object({ otherId: id, reason });
