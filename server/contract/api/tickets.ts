import { z } from 'zod';
import * as e from '../entities.ts';
import { ticketStatuses } from '../statuses.ts';
import { TicketFilter, TicketSort } from '../ticket-list.ts';
import { define, page } from './endpoint.ts';

/** A filter as a query can hold it. */
const filterText = z
  .string()
  .max(8000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('must be JSON');
      return z.NEVER;
    }
  })
  .pipe(TicketFilter)
  .describe('a TicketFilter as JSON');

export const ticketsApi = {
  listTickets: define({
    method: 'get',
    path: '/api/tickets',
    access: 'tickets.read',
    summary:
      'Tickets I may see, last changed first unless sorted otherwise; a page of a filter that fits few may hold less than `limit` and yet have a next one',
    query: z.object({
      ...page,
      status: z.enum(ticketStatuses).optional(),
      queueId: z.uuid().optional(),
      mine: z.enum(['true']).optional(),
      customerId: z.uuid().optional(),
      filter: filterText.optional(),
      sort: TicketSort.default('updated.desc'),
    }),
    response: z.object({ tickets: z.array(e.TicketView), next: z.string().nullable() }),
  }),
  getTicket: define({
    method: 'get',
    path: '/api/tickets/:id',
    access: 'tickets.read',
    summary: 'One ticket with its conversations and open tasks; `id` may be the ticket number',
    response: z
      .object({ ticket: e.TicketView, customer: e.CustomerStrip, conversations: z.array(e.ConversationView), tasks: z.array(e.TaskView) })
      .meta({ id: 'TicketDetail' }),
  }),
  setTicketStatus: define({
    method: 'put',
    path: '/api/tickets/:id/status',
    access: 'tickets.write',
    summary: 'Set the status of a ticket',
    body: z.object({ status: z.enum(ticketStatuses) }),
    response: e.TicketView,
  }),
};
