import { z } from 'zod';
import { HandoverView, TakerView } from '../handovers.ts';
import { handoverWays } from '../statuses.ts';
import { define } from './endpoint.ts';

const note = z.string().max(10_000).optional().describe('an internal note for whoever takes it');
const way = z.enum(handoverWays).describe('`consult`: of a call, both agents speak first');

export const handoversApi = {
  listTakers: define({
    method: 'get',
    path: '/api/tasks/:id/takers',
    access: 'tickets.write',
    summary: 'Colleagues a task I hold could be handed to: who can be asked now first',
    response: z.object({ takers: z.array(TakerView) }),
  }),
  askColleague: define({
    method: 'post',
    path: '/api/tasks/:id/handover',
    access: 'tickets.write',
    summary: 'Ask a colleague, or one of a queue, to take a task I hold; it stays with me until they do. A caller is on hold meanwhile',
    body: z
      .object({ agentId: z.uuid().optional(), queueId: z.uuid().optional(), way, note })
      .refine(({ agentId, queueId }) => (agentId === undefined) !== (queueId === undefined), 'either `agentId` or `queueId`'),
    response: HandoverView,
  }),
  myHandovers: define({
    method: 'get',
    path: '/api/me/handovers',
    access: 'self',
    summary: 'What I hand over, and what I am asked to take',
    response: z.object({ handovers: z.array(HandoverView) }),
  }),
  acceptHandover: define({
    method: 'post',
    path: '/api/handovers/:id/accept',
    access: 'tickets.write',
    summary: 'Take what a colleague hands me; for a call my phone rings first',
    response: HandoverView,
  }),
  declineHandover: define({
    method: 'post',
    path: '/api/handovers/:id/decline',
    access: 'tickets.write',
    summary: 'Leave it with the colleague, also while we speak about it',
    response: HandoverView,
  }),
  withdrawHandover: define({
    method: 'post',
    path: '/api/handovers/:id/withdraw',
    access: 'tickets.write',
    summary: 'Keep it after all: the colleague is let go, the customer hears me again',
    response: HandoverView,
  }),
  introduceCustomer: define({
    method: 'post',
    path: '/api/handovers/:id/introduce',
    access: 'tickets.write',
    summary: 'While I speak with the colleague: bring the customer in, so that all three hear each other',
    response: HandoverView,
  }),
  completeHandover: define({
    method: 'post',
    path: '/api/handovers/:id/complete',
    access: 'tickets.write',
    summary: 'We have spoken about it: the call is the colleague’s now',
    response: HandoverView,
  }),
};
