import { z } from 'zod';
import { deliveryStates } from '../statuses.ts';
import { WebhookAnswer, WebhookBody, WebhookDeliveryView, WebhookTargetView } from '../webhooks.ts';
import { define, ok, page } from './endpoint.ts';

export const webhooksApi = {
  listWebhooks: define({
    method: 'get',
    path: '/api/webhook-targets',
    access: 'webhooks.read',
    summary: 'Programs outside that are told of events, and which events may be told',
    response: z.object({ targets: z.array(WebhookTargetView), events: z.array(z.string()) }),
  }),
  createWebhook: define({
    method: 'post',
    path: '/api/webhook-targets',
    access: 'webhooks.write',
    summary: 'Tell a program of everything that happens from now on; the secret is shown only here',
    body: WebhookBody,
    response: z.object({ target: WebhookTargetView, secret: z.string() }),
  }),
  changeWebhook: define({
    method: 'put',
    path: '/api/webhook-targets/:id',
    access: 'webhooks.write',
    summary: 'Change name, address or events of a target',
    body: WebhookBody,
    response: WebhookTargetView,
  }),
  deleteWebhook: define({
    method: 'delete',
    path: '/api/webhook-targets/:id',
    access: 'webhooks.write',
    summary: 'Tell this program nothing any more',
    response: ok,
  }),
  pauseWebhook: define({
    method: 'post',
    path: '/api/webhook-targets/:id/pause',
    access: 'webhooks.write',
    summary: 'Stop telling for now; what happens meanwhile is told after it goes on',
    response: WebhookTargetView,
  }),
  resumeWebhook: define({
    method: 'post',
    path: '/api/webhook-targets/:id/resume',
    access: 'webhooks.write',
    summary: 'Go on where it stopped, or with what happens from now on',
    body: z.object({ skip: z.boolean().default(false).describe('leave out what happened while it was paused') }),
    response: WebhookTargetView,
  }),
  replayWebhook: define({
    method: 'post',
    path: '/api/webhook-targets/:id/replay',
    access: 'webhooks.write',
    summary: 'Tell again everything from an event on (at most 10,000 events); each keeps its webhook-id',
    body: z.object({ fromEventId: z.int().min(1) }),
    response: z.object({ count: z.int() }),
  }),
  testWebhook: define({
    method: 'post',
    path: '/api/webhook-targets/:id/test',
    access: 'webhooks.write',
    summary: 'Send one signed `webhook.test` now and say what was answered',
    response: WebhookAnswer,
  }),
  listWebhookDeliveries: define({
    method: 'get',
    path: '/api/webhook-targets/:id/deliveries',
    access: 'webhooks.read',
    summary: 'What was told to a target and what it answered, the newest event first',
    query: z.object({ state: z.enum(deliveryStates).optional(), ...page }),
    response: z.object({ deliveries: z.array(WebhookDeliveryView), next: z.string().nullable() }),
  }),
  retryWebhookDelivery: define({
    method: 'post',
    path: '/api/webhook-deliveries/:id/retry',
    access: 'webhooks.write',
    summary: 'Attempt this delivery again now, whatever became of it',
    response: WebhookDeliveryView,
  }),
};
