import express, { type Express, type Request } from 'express';
import {
  type InboundItem,
  type WebhookAnswer,
  type WebhookReading,
  WebhookRefused,
  type WebhookRequest,
} from '../../channel-adapters/channel-adapter.ts';
import { guideCall } from '../calls/guide-call.ts';
import type { InboxRow } from '../catalog/read-catalog.ts';
import { recordDelivery } from '../conversations/record-delivery.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { quarantineNew } from '../intake/quarantine-item.ts';
import { receiveCall } from '../intake/receive-call.ts';
import { receiveMessage } from '../intake/receive-message.ts';
import { Unwanted } from '../intake/unwanted.ts';

const BODY_LIMIT = '1mb';

/** Carriers call `/webhooks/<inbox id>/<what>`: the adapter checks and reads, the hub stores, then the carrier is answered. */
export function mountWebhooks(app: Express, hub: Hub): void {
  app.all('/webhooks/:inboxId{/*what}', express.raw({ type: () => true, limit: BODY_LIMIT }), async (request, response) => {
    const inbox = await inboxOf(hub, request);
    const reading = await read(hub, inbox, request);
    for (const item of reading.items) await take(hub, inbox, item, bodyOf(request));
    const answer = await answerTo(hub, reading);
    response.status(answer.status).setHeader('content-type', answer.contentType).end(answer.body);
  });
}

/** What the hub has to say to a caller; should it fail to find words, what the adapter says without them. */
async function answerTo(hub: Hub, { asks, answer }: WebhookReading): Promise<WebhookAnswer> {
  if (!asks) return answer;
  try {
    const guidance = await guideCall(hub, asks.callId, asks.moment);
    return guidance ? asks.write(guidance) : answer;
  } catch (error) {
    hub.log.error({ err: error, moment: asks.moment }, 'a caller could not be told how the call goes on');
    return answer;
  }
}

async function inboxOf(hub: Hub, request: Request): Promise<InboxRow> {
  const inbox = (await hub.catalog.current()).inboxes.find(({ id }) => id === request.params.inboxId);
  if (!inbox) throw new HubError('unknown_inbox');
  return inbox;
}

async function read(hub: Hub, inbox: InboxRow, request: Request): Promise<WebhookReading> {
  const adapter = hub.channels[inbox.channel];
  if (!adapter?.readWebhook) throw new HubError('channel_disabled', inbox.channel);
  try {
    return await adapter.readWebhook(requestOf(hub, inbox, request));
  } catch (error) {
    if (!(error instanceof WebhookRefused)) throw error;
    // A forged request leaves nothing but a count; one whose sender is true but whose form is not is kept for a look.
    if (error.code === 'malformed_webhook')
      await quarantineNew(
        hub,
        { inboxId: inbox.id, channel: inbox.channel, content: bodyOf(request) },
        { reason: error.code, detail: error.detail },
      );
    throw new HubError(error.code, error.detail);
  }
}

function requestOf(hub: Hub, inbox: InboxRow, request: Request): WebhookRequest {
  const what = request.params.what;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return {
    method: request.method,
    url: `${hub.config.publicUrl}${request.originalUrl}`,
    path: Array.isArray(what) ? what.join('/') : (what ?? ''),
    headers,
    body: bodyOf(request),
    inbox,
  };
}

const bodyOf = (request: Request): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

/** An item that cannot be taken in is kept in quarantine: the carrier has done its part and gets its answer. */
async function take(hub: Hub, inbox: InboxRow, item: InboundItem, body: Buffer): Promise<void> {
  try {
    if (item.kind === 'message') await receiveMessage(hub, inbox, item);
    else if (item.kind === 'call') await receiveCall(hub, inbox, item);
    else await recordDelivery(hub, inbox.id, item);
  } catch (error) {
    if (!(error instanceof Unwanted)) throw error;
    await quarantineNew(hub, { inboxId: inbox.id, channel: inbox.channel, content: body }, { reason: error.reason, detail: error.detail });
  }
}
