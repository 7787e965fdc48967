import twilio from 'twilio';
import type { DeliveryReport, InboundMessage, WebhookReading, WebhookRequest } from '../channel-adapter.ts';
import type { TwilioSettings } from '../twilio-client.ts';
import { answerTwiml, cleanText, numberIn, readSender, readSid, readSignedForm, refuse, type SignedForm } from '../twilio-webhook.ts';

/** Understands the two webhooks of a number: `message` (someone wrote) and `status` (what became of ours). */
export function readSmsWebhook(settings: TwilioSettings, request: WebhookRequest): WebhookReading {
  const form = readSignedForm(settings.authToken, request);
  if (request.path === 'message') return { items: [readMessage(form, request.inbox.address)], answer: noReply };
  if (request.path === 'status') return { items: readReport(form), answer: noReply };
  return refuse(`no webhook is called ${request.path}`);
}

/** An empty document: Twilio sends no answer of its own, replies are messages like any other. */
const noReply = answerTwiml(new twilio.twiml.MessagingResponse());

function readMessage(form: SignedForm, ourNumber: string): InboundMessage {
  const externalId = readSid(form, 'MessageSid');
  const from = readSender(form.need('From'));
  const to = form.need('To');
  if (to !== ourNumber && numberIn(to) !== ourNumber) refuse('To is not the number of this inbox');
  return { kind: 'message', externalId, from, text: textWithMedia(form), files: [] };
}

/** Pictures stay with Twilio; their addresses stand below the text. */
function textWithMedia(form: SignedForm): string {
  const count = Math.min(Number(form.get('NumMedia') ?? 0) || 0, 10);
  const addresses = Array.from({ length: count }, (_, index) => form.get(`MediaUrl${index}`) ?? '');
  return cleanText([form.get('Body') ?? '', ...addresses].filter(Boolean).join('\n'));
}

// https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
const meaning: Readonly<Record<string, DeliveryReport['status']>> = {
  sent: 'sent',
  delivered: 'delivered',
  partially_delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/** Nothing, when the message is still on its way (`queued`, `sending` …) or the status is one Twilio added since. */
function readReport(form: SignedForm): DeliveryReport[] {
  const externalId = readSid(form, 'MessageSid');
  const status = meaning[form.need('MessageStatus')];
  const messageId = form.query('message');
  const errorCode = status === 'failed' ? form.get('ErrorCode') : undefined;
  if (!status) return [];
  return [{ kind: 'report', externalId, status, ...(messageId && { messageId }), ...(errorCode && { errorCode }) }];
}
