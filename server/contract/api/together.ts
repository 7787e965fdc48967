import { z } from 'zod';
import * as e from '../entities.ts';
import { linkKinds } from '../statuses.ts';
import { HelpView, LinkView, MoveView, TogetherView } from '../together.ts';
import { define, ok } from './endpoint.ts';

export const togetherApi = {
  ticketTogether: define({
    method: 'get',
    path: '/api/tickets/:id/together',
    access: 'tickets.read',
    summary: 'Who watches a ticket, what it is linked with, what was moved, who asked for help, side conversations',
    response: TogetherView,
  }),
  assignTicket: define({
    method: 'put',
    path: '/api/tickets/:id/assignee',
    access: 'tickets.write',
    summary:
      'Say who answers for a ticket, or nobody; mails and SMS of it that somebody has in hand go along. `expected` refuses when somebody else does by now',
    body: z.object({
      agentId: z.uuid().nullable(),
      note: z.string().max(10_000).optional().describe('for whoever has it next'),
      expected: z.uuid().nullable().optional(),
    }),
    response: e.TicketView,
  }),
  watchTicket: define({
    method: 'put',
    path: '/api/tickets/:id/watch',
    access: 'tickets.read',
    summary: 'Hear of everything that happens to a ticket, or no longer',
    body: z.object({ watching: z.boolean() }),
    response: ok,
  }),
  askHelp: define({
    method: 'post',
    path: '/api/conversations/:id/help',
    access: 'tickets.write',
    summary: 'Ask the supervisors of the queue for help with a conversation',
    body: z.object({ question: z.string().trim().min(1).max(2000) }),
    response: HelpView,
  }),
  takeHelp: define({
    method: 'post',
    path: '/api/help/:id/take',
    access: 'tickets.write',
    summary: 'Help a colleague who asked; refused with `help_settled` when somebody else does, or they no longer ask',
    response: HelpView,
  }),
  withdrawHelp: define({
    method: 'post',
    path: '/api/help/:id/withdraw',
    access: 'tickets.write',
    summary: 'I no longer ask for help; refused with `help_settled` when somebody has taken it',
    response: HelpView,
  }),
  mergeTicket: define({
    method: 'post',
    path: '/api/tickets/:id/merge',
    access: 'tickets.write',
    summary: 'Merge a ticket into another one of the same customer: everything goes there, and its number leads there',
    body: z.object({ intoId: z.uuid() }),
    response: MoveView,
  }),
  splitTicket: define({
    method: 'post',
    path: '/api/conversations/:id/split',
    access: 'tickets.write',
    summary: 'A new ticket for a conversation, from an entry on or all of it; what is said next belongs there',
    body: z.object({ fromSeq: z.int().min(1).optional(), subject: z.string().trim().min(1).max(200) }),
    response: MoveView,
  }),
  undoMove: define({
    method: 'post',
    path: '/api/ticket-moves/:id/undo',
    access: 'tickets.write',
    summary: 'Undo a merge or a split: everything is where it was; refused with `moved_on` when some of it has been moved again',
    response: ok,
  }),
  linkTickets: define({
    method: 'post',
    path: '/api/tickets/:id/links',
    access: 'tickets.write',
    summary: 'Say that two tickets have to do with each other; `parent`: the other one is its parent',
    body: z.object({ otherId: z.uuid(), kind: z.enum(linkKinds) }),
    response: LinkView,
  }),
  unlinkTickets: define({
    method: 'delete',
    path: '/api/ticket-links/:id',
    access: 'tickets.write',
    summary: 'They have nothing to do with each other after all',
    response: ok,
  }),
};
