import type { Twilio } from 'twilio';
import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { DeliveryError, type OutboundMessage } from '../channel-adapter.ts';
import { askTwilio, type TwilioSettings, webhookUrl } from '../twilio-client.ts';

/** Hands a text to Twilio, or finds that an earlier attempt already did. */
export async function sendSms(
  client: Twilio,
  settings: TwilioSettings,
  message: OutboundMessage,
): Promise<{ externalId: string; status: 'sent' | 'delivered' }> {
  if (message.files.length > 0) throw new DeliveryError('files_not_supported', true, 'Files cannot be sent by SMS.');
  const carried = (await findEarlier(client, message)) ?? (await create(client, settings, message));
  if (carried.status === 'failed' || carried.status === 'undelivered') throw refusedEarlier(carried);
  return { externalId: carried.sid, status: carried.status === 'delivered' ? 'delivered' : 'sent' };
}

const clockDifferenceMs = 10_000;

/**
 * Twilio keeps no key of ours on a message, so the same text to the same number since that attempt is taken to be it.
 * Not filtered by date sent on their side: a message that still waits there has none.
 */
async function findEarlier(client: Twilio, { attemptedAt, inbox, to, text }: OutboundMessage): Promise<MessageInstance | undefined> {
  if (!attemptedAt) return undefined;
  const since = attemptedAt.getTime() - clockDifferenceMs;
  const newestFirst = await askTwilio(() => client.messages.list({ from: inbox.address, to, limit: 50 }));
  return newestFirst.find((each) => each.body === text && each.dateCreated.getTime() >= since);
}

function create(client: Twilio, settings: TwilioSettings, { id, inbox, to, text }: OutboundMessage): Promise<MessageInstance> {
  const statusCallback = webhookUrl(settings, inbox.id, 'status', { message: id });
  return askTwilio(() => client.messages.create({ from: inbox.address, to, body: text, statusCallback }));
}

function refusedEarlier({ errorCode }: MessageInstance): DeliveryError {
  return new DeliveryError(errorCode ? String(errorCode) : 'undelivered', true, 'Twilio took the message and could not deliver it.');
}
