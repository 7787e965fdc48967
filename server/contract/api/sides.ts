import { z } from 'zod';
import { SideView } from '../sides.ts';
import { clientId, define } from './endpoint.ts';

const text = z.string().max(100_000);

export const sidesApi = {
  startSide: define({
    method: 'post',
    path: '/api/tickets/:id/sides',
    access: 'tickets.write',
    summary: 'Write to a third party by mail about a ticket, aside from the customer, who never sees it',
    body: z.object({
      clientId,
      inboxId: z.uuid().describe('from which mailbox'),
      address: z.email().max(254),
      subject: z.string().trim().min(1).max(200),
      text,
    }),
    response: SideView,
  }),
  getSide: define({
    method: 'get',
    path: '/api/sides/:id',
    access: 'tickets.read',
    summary: 'A side conversation with its newest mails, oldest first',
    response: SideView,
  }),
  writeSide: define({
    method: 'post',
    path: '/api/sides/:id/messages',
    access: 'tickets.write',
    summary: 'Write on in a side conversation',
    body: z.object({ clientId, text }),
    response: SideView,
  }),
};
