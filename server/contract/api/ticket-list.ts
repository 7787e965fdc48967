import { z } from 'zod';
import { BulkBody, BulkRunView } from '../ticket-bulk.ts';
import { SavedTicketView, TicketCount, TicketFilter, TicketViewBody } from '../ticket-list.ts';
import { define, ok } from './endpoint.ts';

const views = z.object({
  views: z.array(SavedTicketView),
  columns: z.array(z.string()).nullable().describe('you have chosen; null: as shipped'),
});

export const ticketListApi = {
  countTickets: define({
    method: 'post',
    path: '/api/ticket-counts',
    access: 'tickets.read',
    summary: 'How many tickets you may see fit each filter, counted as far as is cheap',
    body: z.object({ filters: z.array(TicketFilter).max(40) }),
    response: z.object({ counts: z.array(TicketCount) }),
  }),
  listTicketViews: define({
    method: 'get',
    path: '/api/ticket-views',
    access: 'tickets.read',
    summary: 'Your saved views of tickets and those that are shared, and the columns you have chosen',
    response: views,
  }),
  createTicketView: define({
    method: 'post',
    path: '/api/ticket-views',
    access: 'tickets.read',
    summary: 'Save a view of tickets; sharing it needs `queues.write`',
    body: TicketViewBody,
    response: SavedTicketView,
  }),
  changeTicketView: define({
    method: 'put',
    path: '/api/ticket-views/:id',
    access: 'tickets.read',
    summary: 'Change a saved view of your own, or with `queues.write` a shared one',
    body: TicketViewBody,
    response: SavedTicketView,
  }),
  removeTicketView: define({
    method: 'delete',
    path: '/api/ticket-views/:id',
    access: 'tickets.read',
    summary: 'Forget a saved view; the tickets stay as they are',
    response: ok,
  }),
  chooseTicketColumns: define({
    method: 'put',
    path: '/api/me/ticket-columns',
    access: 'self',
    summary: 'Which columns your lists of tickets have, in this order; null: as shipped',
    body: z.object({ columns: z.array(z.string().max(60)).min(1).max(20).nullable() }),
    response: ok,
  }),
  startBulk: define({
    method: 'post',
    path: '/api/ticket-bulk',
    access: 'tickets.write',
    summary: 'Do one thing to many tickets, in the background; each is checked anew when its turn comes',
    body: BulkBody,
    response: BulkRunView,
  }),
  readBulk: define({
    method: 'get',
    path: '/api/ticket-bulk/:id',
    access: 'tickets.read',
    summary: 'How far it is, and which tickets failed',
    response: BulkRunView,
  }),
  cancelBulk: define({
    method: 'post',
    path: '/api/ticket-bulk/:id/cancel',
    access: 'tickets.write',
    summary: 'Stop it; what is done stays done and can be undone',
    response: BulkRunView,
  }),
  undoBulk: define({
    method: 'post',
    path: '/api/ticket-bulk/:id/undo',
    access: 'tickets.write',
    summary: 'Put back what was before; tickets changed since by somebody else are left and named',
    response: BulkRunView,
  }),
};
