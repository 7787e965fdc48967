import { z } from 'zod';
import { deliveryStates, pauseReasons } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();

export const WebhookBody = z.object({
  label: z.string().trim().min(1).max(80),
  url: z.url().max(2000).describe('https, outside of your own network unless WEBHOOK_NETWORKS allows it'),
  events: z.array(z.string().max(80)).max(200).describe('names of events; none: all that may be told'),
});
export type WebhookBody = z.infer<typeof WebhookBody>;

export const WebhookTargetView = z
  .object({
    id,
    label: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    createdAt: time,
    paused: z.object({ at: time, reason: z.enum(pauseReasons).nullable().describe('null: a person did') }).nullable(),
    failingSince: time.nullable(),
    waiting: z.int().describe('deliveries still to be made'),
    givenUp: z.int(),
    lastDeliveredAt: time.nullable(),
  })
  .meta({ id: 'WebhookTarget' });
export type WebhookTargetView = z.infer<typeof WebhookTargetView>;

export const WebhookDeliveryView = z
  .object({
    id,
    eventId: z.int(),
    event: z.string(),
    createdAt: time,
    state: z.enum(deliveryStates),
    attempts: z.int(),
    lastAt: time.nullable(),
    nextAt: time.nullable(),
    status: z.int().nullable().describe('HTTP status of the last answer'),
    error: z.string().nullable().describe('why there was no answer, or why it did not count'),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDeliveryView = z.infer<typeof WebhookDeliveryView>;

export const WebhookAnswer = z
  .object({ ok: z.boolean(), status: z.int().nullable(), error: z.string().nullable() })
  .meta({ id: 'WebhookAnswer' });
export type WebhookAnswer = z.infer<typeof WebhookAnswer>;
