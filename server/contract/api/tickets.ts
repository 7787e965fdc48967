import { z } from 'zod';
import * as e from '../entities.ts';
import { ticketStatuses } from '../statuses.ts';
import { define, page } from './endpoint.ts';

export const ticketsApi = {
  listTickets: define({
    method: 'get',
    path: '/api/tickets',
    access: 'agent',
    summary: 'Tickets I may see, last changed first',
    query: z.object({
      ...page,
      status: z.enum(ticketStatuses).optional(),
      queueId: z.uuid().optional(),
      mine: z.enum(['true']).optional(),
      customerId: z.uuid().optional(),
    }),
    response: z.object({ tickets: z.array(e.TicketView), next: z.string().nullable() }),
  }),
  getTicket: define({
    method: 'get',
    path: '/api/tickets/:id',
    access: 'agent',
    summary: 'One ticket with its conversations and open tasks; `id` may be the ticket number',
    response: z
      .object({ ticket: e.TicketView, customer: e.CustomerStrip, conversations: z.array(e.ConversationView), tasks: z.array(e.TaskView) })
      .meta({ id: 'TicketDetail' }),
  }),
  setTicketStatus: define({
    method: 'put',
    path: '/api/tickets/:id/status',
    access: 'agent',
    summary: 'Set the status of a ticket',
    body: z.object({ status: z.enum(ticketStatuses) }),
    response: e.TicketView,
  }),
};
