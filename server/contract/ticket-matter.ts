import { z } from 'zod';
import { FieldValue, FieldValues } from './archive-fields.ts';
import { Label } from './entities.ts';
import { ticketKinds } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();
const person = z.object({ id, name: z.string() });

export const ChecklistItemView = z
  .object({
    id,
    label: Label,
    categoryId: id.nullable().describe('whose template it comes from; null: added by hand'),
    done: z.object({ at: time, by: person.nullable() }).nullable(),
  })
  .meta({ id: 'ChecklistItem' });
export type ChecklistItemView = z.infer<typeof ChecklistItemView>;

/** What a ticket is about, beyond what lists show of it. */
export const TicketMatter = z
  .object({
    ticketId: id,
    subject: z.string(),
    kind: z.enum(ticketKinds),
    categoryId: id.nullable(),
    rootCauseId: id.nullable(),
    rootCauseNote: z.string(),
    fields: z.record(z.string(), FieldValue).describe('those you may read'),
    checklist: z.array(ChecklistItemView),
  })
  .meta({ id: 'TicketMatter' });
export type TicketMatter = z.infer<typeof TicketMatter>;

/** What is not given stays as it is. A new kind takes a category of the old one away. */
export const MatterChange = z
  .object({
    subject: z.string().trim().max(500).optional(),
    kind: z.enum(ticketKinds).optional(),
    categoryId: id.nullable().optional(),
    rootCauseId: id.nullable().optional(),
    rootCauseNote: z.string().trim().max(2000).optional(),
    fields: FieldValues.optional(),
  })
  .meta({ id: 'TicketMatterChange' });
export type MatterChange = z.infer<typeof MatterChange>;

/** Groups in which the trail can be read. */
export const trailTopics = ['status', 'people', 'said', 'calls', 'routing', 'time', 'matter'] as const;
export type TrailTopic = (typeof trailTopics)[number];

export const TrailLine = z
  .object({
    id: z.int(),
    at: time,
    name: z.string().describe('of the event, as in `GET /api/events`'),
    topic: z.enum(trailTopics),
    actor: z.object({ kind: z.enum(['customer', 'agent', 'hub']), id: id.nullable(), name: z.string().nullable() }),
    agent: person.nullable().describe('whom it concerns'),
    queueId: id.nullable(),
    conversationId: id.nullable(),
    entryId: id.nullable(),
    data: z.record(z.string(), z.unknown()).describe('facts of the event: codes, ids, names of fields; never what was said'),
  })
  .meta({ id: 'TrailLine' });
export type TrailLine = z.infer<typeof TrailLine>;
