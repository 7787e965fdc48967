import { requireWritable } from '../../archive/custom-fields/field-rights.ts';
import { requireTicket } from '../../auth/require-visible.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { addItem, removeItem, ticketOfItem, tickItem } from '../checklist/change-checklist.ts';
import { readTrail } from '../trail/read-trail.ts';
import { changeTicket } from './change-ticket.ts';
import { readMatter } from './read-matter.ts';

export const ticketMatterRoutes: HandlersOf<
  'getTicketMatter' | 'changeTicket' | 'addChecklistItem' | 'tickChecklistItem' | 'removeChecklistItem' | 'ticketTrail'
> = {
  async getTicketMatter({ hub, caller, id }) {
    await requireTicket(hub, caller, id);
    return readMatter(hub, caller, id);
  },

  async changeTicket({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    requireWritable({ customFields: (await hub.catalog.current()).ticketFields }, caller, body.fields);
    await changeTicket(hub, caller.id, id, body);
    return readMatter(hub, caller, id);
  },

  async addChecklistItem({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    await addItem(hub, caller.id, id, body.text);
    return readMatter(hub, caller, id);
  },

  async tickChecklistItem({ hub, caller, id, body }) {
    const ticketId = await ticketOfItem(hub, caller, id);
    await tickItem(hub, caller.id, ticketId, id, body.done);
    return readMatter(hub, caller, ticketId);
  },

  async removeChecklistItem({ hub, caller, id }) {
    const ticketId = await ticketOfItem(hub, caller, id);
    await removeItem(hub, caller.id, ticketId, id);
    return readMatter(hub, caller, ticketId);
  },

  async ticketTrail({ hub, caller, id, query }) {
    await requireTicket(hub, caller, id);
    return readTrail(hub, id, query);
  },
};
