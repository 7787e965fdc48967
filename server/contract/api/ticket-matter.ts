import { z } from 'zod';
import { asGiven } from '../configuration.ts';
import { MatterChange, TicketMatter, TrailLine, trailTopics } from '../ticket-matter.ts';
import { TaxonomyGiven, TaxonomyView, TicketFieldDraft, TicketFieldView } from '../ticket-taxonomy.ts';
import { define, page, several } from './endpoint.ts';

export const ticketMatterApi = {
  getTicketMatter: define({
    method: 'get',
    path: '/api/tickets/:id/matter',
    access: 'tickets.read',
    summary: 'What a ticket is about: kind, category, root cause, fields, checklist',
    response: TicketMatter,
  }),
  changeTicket: define({
    method: 'put',
    path: '/api/tickets/:id/matter',
    access: 'tickets.write',
    summary: 'Change what a ticket is about; what is not given stays as it is',
    body: MatterChange,
    response: TicketMatter,
  }),
  addChecklistItem: define({
    method: 'post',
    path: '/api/tickets/:id/checklist',
    access: 'tickets.write',
    summary: 'Put something on the checklist of a ticket',
    body: z.object({ text: z.string().trim().min(1).max(300) }),
    response: TicketMatter,
  }),
  tickChecklistItem: define({
    method: 'put',
    path: '/api/checklist/:id',
    access: 'tickets.write',
    summary: 'Tick something off, or take the tick back',
    body: z.object({ done: z.boolean() }),
    response: TicketMatter,
  }),
  removeChecklistItem: define({
    method: 'delete',
    path: '/api/checklist/:id',
    access: 'tickets.write',
    summary: 'Take something that is not ticked off the checklist',
    response: TicketMatter,
  }),
  ticketTrail: define({
    method: 'get',
    path: '/api/tickets/:id/trail',
    access: 'tickets.read',
    summary: 'Everything that happened to a ticket, the newest first',
    query: z.object({ cursor: z.string().max(20).optional(), limit: page.limit, topics: several(trailTopics).optional() }),
    response: z.object({ lines: z.array(TrailLine), next: z.string().nullable() }),
  }),
  ticketTaxonomy: define({
    method: 'get',
    path: '/api/ticket-taxonomy',
    access: 'tickets.read',
    summary: 'Kinds of tickets, the tree of categories, root causes',
    response: TaxonomyView,
  }),
  saveTicketTaxonomy: define({
    method: 'post',
    path: '/api/ticket-taxonomy',
    access: 'settings.write',
    summary: 'Put another one in force. Refused with `changed_meanwhile` when `basedOn` no longer is',
    body: z.object({ basedOn: z.int().min(0), draft: TaxonomyGiven }),
    response: TaxonomyView,
  }),
  listTicketFields: define({
    method: 'get',
    path: '/api/ticket-fields',
    access: 'tickets.read',
    summary: 'Fields of tickets that this installation adds, as far as you may read them',
    response: z.object({ fields: z.array(TicketFieldView) }),
  }),
  putTicketField: define({
    method: 'put',
    path: '/api/ticket-fields',
    access: 'settings.write',
    summary: 'Make a field of tickets, change it, retire it or bring it back; its key and type never change',
    body: z.object({
      revision: z.string().max(64).nullable().describe('null: a new field; else of what was read, refused when it is older'),
      draft: asGiven(TicketFieldDraft),
    }),
    response: TicketFieldView,
  }),
};
