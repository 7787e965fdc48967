import type { ChannelAdapter } from '../channel-adapter.ts';
import { createTwilioClient, type TwilioSettings } from '../twilio-client.ts';
import { listMissed } from './list-missed.ts';
import { readSmsWebhook } from './read-sms-webhook.ts';
import { sendSms } from './send-sms.ts';

/** SMS and MMS through one Twilio account; each inbox is one of its numbers. */
export function createSmsAdapter(settings: TwilioSettings): ChannelAdapter {
  const client = createTwilioClient(settings);
  return {
    channel: 'sms',
    textLimit: 1600,
    readWebhook: async (request) => readSmsWebhook(settings, request),
    send: (message) => sendSms(client, settings, message),
    missed: (inbox, since) => listMissed(client, inbox, since),
  };
}
