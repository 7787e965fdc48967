import { z } from 'zod';
import { FieldDraft, FieldView } from './archive-fields.ts';
import { asGiven } from './configuration.ts';
import { Label } from './entities.ts';
import { ticketKinds } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();
const kind = z.enum(ticketKinds);

export const TicketKindRule = z
  .strictObject({
    kind,
    label: Label,
    rootCauseRequired: z.boolean().default(false).describe('it cannot be solved before somebody said why it came about'),
  })
  .meta({ id: 'TicketKindRule' });

export const TicketCategory = z
  .strictObject({
    id: id.describe('made by whoever adds it; never changes'),
    kind: kind.describe('at the top of its tree'),
    parentId: id.nullable(),
    label: Label,
    checklist: z.array(Label).max(50).default([]).describe('put on a ticket when it gets this category'),
    retired: z.boolean().default(false).describe('tickets that have it keep it'),
  })
  .meta({ id: 'TicketCategory' });
export type TicketCategory = z.infer<typeof TicketCategory>;

export const RootCause = z
  .strictObject({ id: id.describe('made by whoever adds it; never changes'), label: Label, retired: z.boolean().default(false) })
  .meta({ id: 'RootCause' });

/** What tickets are about: the three kinds by their names here, a tree of categories below each, and why complaints come about. */
export const TaxonomyDraft = z
  .strictObject({
    kinds: z.array(TicketKindRule).length(ticketKinds.length),
    categories: z.array(TicketCategory).max(1000).describe('in the order shown'),
    rootCauses: z.array(RootCause).max(200),
    note: z.string().max(500).default('').describe('why it is changed'),
  })
  .meta({ id: 'TicketTaxonomyDraft' });
export type TaxonomyDraft = z.infer<typeof TaxonomyDraft>;
export type Taxonomy = Omit<TaxonomyDraft, 'note'>;

export const TaxonomyView = z
  .object({
    version: z.int().describe('0: as shipped'),
    ...TaxonomyDraft.shape,
    createdAt: time.nullable(),
    createdBy: z.object({ id, name: z.string() }).nullable(),
  })
  .meta({ id: 'TicketTaxonomy' });
export type TaxonomyView = z.infer<typeof TaxonomyView>;

export const TaxonomyGiven = asGiven(TaxonomyDraft);

/** A field of tickets is a field like those of customers, for some kinds or all. */
export const TicketFieldDraft = FieldDraft.omit({ searchable: true })
  .extend({ kinds: z.array(kind).max(3).default([]).describe('of tickets; empty: all') })
  .strict()
  .meta({ id: 'TicketFieldDraft' });
export type TicketFieldDraft = z.infer<typeof TicketFieldDraft>;

export const TicketFieldView = FieldView.omit({ searchable: true })
  .extend({ kinds: z.array(kind) })
  .meta({ id: 'TicketField' });
export type TicketFieldView = z.infer<typeof TicketFieldView>;
