import { createServer, type Server } from 'node:http';
import express, { type Express } from 'express';
import twilio from 'twilio';
import type { InboxAddress } from '../../channel-adapters/addresses.ts';
import type { CallGuidance } from '../../channel-adapters/calls.ts';
import {
  type ChannelAdapter,
  type InboundItem,
  type WebhookAnswer,
  WebhookRefused,
  type WebhookRequest,
} from '../../channel-adapters/channel-adapter.ts';
import type { SimulatedPerson, SimulatorSettings } from '../../channel-adapters/simulator/settings.ts';
import { carrierPath, createSimulator, type Simulator } from '../../channel-adapters/simulator/simulator.ts';
import { createSmsAdapter } from '../../channel-adapters/sms/sms-adapter.ts';
import { createVoiceAdapter } from '../../channel-adapters/voice/voice-adapter.ts';

export const account = { accountSid: 'AC00000000000000000000000000000001', authToken: 'the-token-of-the-stage' } as const;
export const identitySecret = 'the-identity-secret-of-the-stage';

export const inboxes = {
  sms: { id: 'sms-en', channel: 'sms', address: '+12025550100', language: 'en' },
  voice: { id: 'voice-en', channel: 'voice', address: '+12025550100', language: 'en' },
  voiceZh: { id: 'voice-zh', channel: 'voice', address: '+861012345678', language: 'zh-CN' },
  email: { id: 'email-en', channel: 'email', address: 'support@hub.example', language: 'en' },
  chat: { id: 'chat-en', channel: 'web_chat', address: 'widget-key-of-the-stage', language: 'en' },
} as const satisfies Record<string, InboxAddress>;

export const people = {
  li: {
    id: 'p-li',
    name: '李娜',
    tier: 'gold',
    language: 'zh-CN',
    phone: '+8613800138000',
    email: 'li.na@people.example',
    customerId: 'C-1',
  },
  ann: {
    id: 'p-ann',
    name: 'Ann Smith',
    tier: 'standard',
    language: 'en',
    phone: '+12025550147',
    email: 'ann@people.example',
    customerId: null,
  },
} as const satisfies Record<string, SimulatedPerson>;

/** A simulated carrier and a hub that only has adapters: it writes down what they make of each webhook. */
export interface Stage {
  readonly simulator: Simulator;
  readonly sms: ChannelAdapter;
  readonly voice: ChannelAdapter;
  readonly url: string;
  readonly app: Express;
  readonly server: Server;
  /** What the adapters have made of the webhooks so far, in the order of their arrival. */
  readonly items: InboundItem[];
  /** Webhooks the adapters refused. */
  readonly refused: WebhookRefused[];
  /** Answer webhooks (of this path only, when one is named) like this instead of reading them; undefined ends it. */
  /** What this hub wants callers to hear when it is asked; without it the adapter's own words. */
  guidance?: CallGuidance;
  outage?: { readonly status: number; readonly body?: string; readonly path?: string } | undefined;
  close(): Promise<void>;
}

export async function openStage(more: Partial<SimulatorSettings> = {}): Promise<Stage> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${portOf(server)}`;
  const simulator = createSimulator({
    ...account,
    publicUrl: url,
    identitySecret,
    smtp: { host: '127.0.0.1', port: 9 },
    mailDomain: 'people.example',
    people: async () => Object.values(people),
    inboxes: async () => Object.values(inboxes),
    seed: 7,
    speed: 20,
    ...more,
  });
  await simulator.start();
  app.use('/simulator', simulator.router);
  const settings = { ...account, publicUrl: url, apiUrl: `${url}/simulator${carrierPath}` };
  const sms = createSmsAdapter(settings);
  const voice = createVoiceAdapter(settings);
  const close = async () => {
    await simulator.stop();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  const stage: Stage = { simulator, sms, voice, url, app, server, items: [], refused: [], close };
  app.all('/webhooks/:inboxId/*path', express.raw({ type: () => true }), async (request, response) => {
    const { status, contentType, body } = await answerWebhook(stage, {
      method: request.method,
      url: `${url}${request.originalUrl}`,
      path: String(request.params.path),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      inbox: inboxOf(String(request.params.inboxId)),
    });
    response.status(status).type(contentType).send(body);
  });
  return stage;
}

/** A webhook request as the carrier makes it; `forge` gives it a signature of somebody else. */
export function signedWebhook(
  inbox: InboxAddress,
  path: string,
  params: Record<string, string>,
  { query = '', forge = false } = {},
): WebhookRequest {
  const url = `https://hub.example/webhooks/${inbox.id}/${path}${query}`;
  const signature = twilio.getExpectedTwilioSignature(forge ? 'another-token' : account.authToken, url, params);
  const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url, path, headers, body: Buffer.from(new URLSearchParams(params).toString()), inbox };
}

function inboxOf(id: string): InboxAddress {
  const inbox = Object.values(inboxes).find((each) => each.id === id);
  if (!inbox) throw new Error(`the stage has no inbox ${id}`);
  return inbox;
}

async function answerWebhook(stage: Stage, request: WebhookRequest): Promise<WebhookAnswer> {
  const { status, body = '', path = request.path } = stage.outage ?? {};
  if (status && path === request.path) return { status, contentType: 'text/xml', body };
  const adapter = request.inbox.channel === 'voice' ? stage.voice : stage.sms;
  try {
    const reading = await adapter.readWebhook?.(request);
    if (!reading) throw new Error('the adapter reads no webhooks');
    stage.items.push(...reading.items);
    return stage.guidance && reading.asks ? reading.asks.write(stage.guidance) : reading.answer;
  } catch (refusal) {
    if (!(refusal instanceof WebhookRefused)) throw refusal;
    stage.refused.push(refusal);
    return { status: refusal.code === 'bad_signature' ? 403 : 400, contentType: 'text/plain', body: '' };
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the stage is not listening');
  return address.port;
}
