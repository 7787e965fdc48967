import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type Carrier, findNumber, numberWebhook } from './carrier.ts';
import { countSegments } from './count-segments.ts';
import { callBack, type Params, postWebhook } from './post-webhook.ts';
import { type CarriedMessage, makeSid, remember } from './records.ts';
import { RestError } from './rest-error.ts';

export interface SmsFromPerson {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Addresses of pictures: makes it an MMS. */
  readonly media?: readonly string[];
}

/** A person writes to one of our numbers. It stays listed whether or not the hub took it, so that catching up finds it. */
export async function receiveSms(carrier: Carrier, sms: SmsFromPerson): Promise<CarriedMessage> {
  const inbox = await findNumber(carrier, 'sms', sms.to);
  if (!inbox) throw new RestError(404, 21606, `Nobody has the number ${sms.to}`);
  noteStop(carrier, sms);
  const message = record(carrier, { ...sms, body: sms.text, direction: 'inbound', status: 'received' });
  message.sentAt = message.createdAt;
  await postWebhook(carrier, numberWebhook(carrier, inbox, 'message'), inboundParams(carrier, message));
  return message;
}

/** Take a text from the hub and bring it to a phone; throws `RestError` for what Twilio refuses at once. */
export async function acceptSms(
  carrier: Carrier,
  form: { from: string; to: string; body: string; callback?: string },
): Promise<CarriedMessage> {
  const { from, to, body } = form;
  if (!body) throw new RestError(400, 21602, 'Message body is required.');
  if (body.length > 1600) throw new RestError(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
  if (!parsePhoneNumberFromString(to)?.isPossible()) throw new RestError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (!(await findNumber(carrier, 'sms', from))) throw new RestError(400, 21606, `The 'From' phone number ${from} is not yours`);
  const refusal = carrier.unsubscribed.has(to) ? 21610 : failureOf(carrier, to);
  if (refusal === 21610) throw new RestError(400, 21610, 'Attempt to send to unsubscribed recipient');
  const message = record(carrier, { from, to, body, media: [], direction: 'outbound-api', status: 'queued', callback: form.callback });
  carrier.background(deliver(carrier, message, refusal));
  return message;
}

async function deliver(carrier: Carrier, message: CarriedMessage, errorCode: number | undefined): Promise<void> {
  report(carrier, message);
  await carrier.wait(carrier.random.between(200, 900));
  move(carrier, message, 'sent');
  await carrier.wait(carrier.random.between(300, 1_800));
  if (errorCode) message.errorCode = errorCode;
  move(carrier, message, errorCode ? 'undelivered' : 'delivered');
}

function move(carrier: Carrier, message: CarriedMessage, status: CarriedMessage['status']): void {
  message.status = status;
  message.updatedAt = new Date();
  if (status === 'sent') message.sentAt = message.updatedAt;
  carrier.changed(message.to);
  report(carrier, message);
}

function report(carrier: Carrier, message: CarriedMessage): void {
  if (message.callback) callBack(carrier, message.callback, statusParams(carrier, message));
}

function failureOf(carrier: Carrier, number: string): number | undefined {
  return Object.entries(carrier.options.failing).find(([ending]) => number.endsWith(ending))?.[1];
}

// https://help.twilio.com/articles/223134027 (STOP, START: done by the carrier itself, without the hub)
function noteStop(carrier: Carrier, { from, text }: SmsFromPerson): void {
  if (/^\s*(stop|unsubscribe|cancel|end|quit)\s*$/i.test(text)) carrier.unsubscribed.add(from);
  if (/^\s*(start|unstop|yes)\s*$/i.test(text)) carrier.unsubscribed.delete(from);
}

type Written = Pick<CarriedMessage, 'from' | 'to' | 'body' | 'direction' | 'status' | 'callback'> & { readonly media?: readonly string[] };

function record(carrier: Carrier, { from, to, body, direction, status, callback, media = [] }: Written): CarriedMessage {
  const now = new Date();
  const sid = makeSid(media.length > 0 ? 'MM' : 'SM');
  const segments = countSegments(body);
  const message: CarriedMessage = { sid, from, to, body, direction, status, callback, media, segments, createdAt: now, updatedAt: now };
  remember(carrier.messages, sid, message);
  carrier.changed(direction === 'inbound' ? from : to);
  return message;
}

function inboundParams(carrier: Carrier, message: CarriedMessage): Params {
  return {
    ...identity(carrier, message),
    SmsMessageSid: message.sid,
    SmsStatus: 'received',
    Body: message.body,
    NumMedia: String(message.media.length),
    NumSegments: String(message.segments),
    ...Object.fromEntries(
      message.media.flatMap((url, at) => [
        [`MediaUrl${at}`, url],
        [`MediaContentType${at}`, 'image/jpeg'],
      ]),
    ),
    FromCountry: countryOf(message.from),
    ToCountry: countryOf(message.to),
  };
}

function statusParams(carrier: Carrier, message: CarriedMessage): Params {
  const errorCode = message.errorCode ? { ErrorCode: String(message.errorCode) } : {};
  return { ...identity(carrier, message), SmsStatus: message.status, MessageStatus: message.status, ...errorCode };
}

function identity({ settings }: Carrier, { sid, from, to }: CarriedMessage): Params {
  return { MessageSid: sid, SmsSid: sid, AccountSid: settings.accountSid, ApiVersion: '2010-04-01', From: from, To: to };
}

/** FromCountry, ToCountry: empty where the number tells none. */
export function countryOf(number: string): string {
  return parsePhoneNumberFromString(number)?.country ?? '';
}
