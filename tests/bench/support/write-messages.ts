import twilio from 'twilio';
import { phoneOf } from './add-people.ts';
import { authToken, supportNumber } from './start-hub.ts';

export interface SignedRequest {
  readonly sid: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How many other customers write before the same one writes again. */
const APART = 400;
const texts = [
  'Hello, the heating has been out since last night and the display shows E4. Could somebody come today? The children are at home.',
  '你好，我上周买的净水器今天早上开始漏水，地板已经湿了，请尽快安排师傅上门维修，我下午三点以后都在家。',
  'Thanks. One more thing: the invoice of March shows the wrong address.',
];

/**
 * SMS webhooks without end, as Twilio signs and posts them. Every second one opens a need (in turn a first contact and
 * the return of somebody whose ticket was solved), the others add to a need that is still open.
 */
export function* writeMessages(url: string, customers: number, apart = APART): Generator<SignedRequest, never> {
  for (let n = 0; n < customers; n++) {
    yield sms(url, n, 0);
    if (n >= apart) yield sms(url, n - apart, 1);
  }
  throw new Error(`all ${customers} customers have written: prepare more of them`);
}

function sms(url: string, customer: number, turn: number): SignedRequest {
  const sid = `SM${turn}${String(customer).padStart(31, '0')}`;
  const form = {
    MessageSid: sid,
    SmsSid: sid,
    AccountSid: `AC${'0'.repeat(32)}`,
    From: phoneOf(customer),
    To: supportNumber,
    Body: texts[(customer + turn) % texts.length] ?? '',
    NumMedia: '0',
    NumSegments: '1',
    ApiVersion: '2010-04-01',
  };
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, url, form),
  };
  return { sid, body: new URLSearchParams(form).toString(), headers };
}
