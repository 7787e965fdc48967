import { z } from 'zod';
import * as e from '../entities.ts';
import { agentStatuses, awayReasons } from '../statuses.ts';
import { define, ok } from './endpoint.ts';

export const deskApi = {
  catalog: define({
    method: 'get',
    path: '/api/catalog',
    access: 'self',
    summary: 'Configuration everyone works with: tiers, queues, inboxes, dispositions, promises',
    response: z
      .object({
        tiers: z.array(e.TierView),
        queues: z.array(e.QueueView),
        inboxes: z.array(e.InboxView),
        dispositions: z.array(e.DispositionView),
        skills: z.array(z.object({ key: z.string(), label: e.Label })),
        installation: z.object({ name: e.Label, timeZone: z.string(), language: z.string() }),
        policy: z.object({ version: z.int(), preset: z.string(), promises: e.Promises }),
      })
      .meta({ id: 'Catalog' }),
  }),
  desk: define({
    method: 'get',
    path: '/api/desk',
    access: 'self',
    summary: 'My work now: my status, what rings, what I hold; live events after `lastEventId` continue it',
    response: z
      .object({ lastEventId: z.int(), agent: e.AgentView, offers: z.array(e.OfferView), tasks: z.array(e.TaskView) })
      .meta({ id: 'Desk' }),
  }),
  setStatus: define({
    method: 'put',
    path: '/api/me/status',
    access: 'self',
    summary: 'Set my status',
    body: z.object({ status: z.enum(agentStatuses).exclude(['not_responding']), reason: z.enum(awayReasons).optional() }),
    response: e.AgentView,
  }),
  keepPresence: define({
    method: 'post',
    path: '/api/me/presence',
    access: 'self',
    summary: 'For clients without a socket: count as present for the next 60 seconds',
    response: z.object({ until: z.iso.datetime() }),
  }),
  acceptOffer: define({
    method: 'post',
    path: '/api/offers/:id/accept',
    access: 'tickets.write',
    summary: 'Take the offered task',
    response: e.TaskView,
  }),
  rejectOffer: define({
    method: 'post',
    path: '/api/offers/:id/reject',
    access: 'tickets.write',
    summary: 'Decline the offered task; it keeps its place',
    response: ok,
  }),
};
