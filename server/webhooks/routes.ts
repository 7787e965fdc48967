import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { inState, readDeliveries, readWebhook, readWebhooks } from './present-target.ts';
import { changeTarget, createTarget } from './save-target.ts';
import { endTarget, pauseTarget, replayEvents, resumeTarget, retryDelivery } from './steer-target.ts';
import { testTarget } from './test-target.ts';
import { toldEvents } from './told-events.ts';

type Names =
  | 'listWebhooks'
  | 'createWebhook'
  | 'changeWebhook'
  | 'deleteWebhook'
  | 'pauseWebhook'
  | 'resumeWebhook'
  | 'replayWebhook'
  | 'testWebhook'
  | 'listWebhookDeliveries'
  | 'retryWebhookDelivery';

export const webhookTargetRoutes: HandlersOf<Names> = {
  listWebhooks: async ({ hub }) => ({ targets: await readWebhooks(hub.db), events: [...toldEvents] }),

  async createWebhook({ hub, caller, body }) {
    const { id, secret } = await createTarget(hub, caller.id, body);
    return { target: await readWebhook(hub.db, id), secret };
  },

  async changeWebhook({ hub, caller, id, body }) {
    await changeTarget(hub, caller.id, id, body);
    return readWebhook(hub.db, id);
  },

  async deleteWebhook({ hub, caller, id }) {
    await endTarget(hub, caller.id, id);
    return { ok: true };
  },

  async pauseWebhook({ hub, caller, id }) {
    await pauseTarget(hub, caller.id, id);
    return readWebhook(hub.db, id);
  },

  async resumeWebhook({ hub, caller, id, body }) {
    await resumeTarget(hub, caller.id, id, body.skip);
    return readWebhook(hub.db, id);
  },

  replayWebhook: async ({ hub, caller, id, body }) => ({ count: await replayEvents(hub, caller.id, id, body.fromEventId) }),

  testWebhook: ({ hub, id }) => testTarget(hub, id),

  async listWebhookDeliveries({ hub, id, query }) {
    await readWebhook(hub.db, id);
    const before = readEventCursor(query.cursor);
    const condition = sql`d.target_id = ${id} and ${inState(query.state)} ${before ? sql`and d.event_id < ${before}` : sql``}`;
    const found = await readDeliveries(hub.db, condition, query.limit + 1);
    const deliveries = found.slice(0, query.limit);
    return { deliveries, next: found.length > deliveries.length ? String(deliveries.at(-1)?.eventId) : null };
  },

  async retryWebhookDelivery({ hub, caller, id }) {
    await retryDelivery(hub, caller.id, id);
    const [delivery] = await readDeliveries(hub.db, sql`d.id = ${id}`, 1);
    if (!delivery) throw new HubError('not_found');
    return delivery;
  },
};

function readEventCursor(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new HubError('bad_request', 'query.cursor: take it from the page before');
  return Number(text);
}
