import twilio from 'twilio';

export const authToken = 'test-auth-token';
export const accountSid = `AC${'0'.repeat(32)}`;
export const supportNumber = '+441632960000';

/** Where carriers deliver: a hub of this process, or one in another. */
export interface Reachable {
  readonly url: string;
  inboxOf(channel: string, address?: string): Promise<string>;
}

let count = 0;

/** An SMS arrives, as Twilio delivers it: signed, form-encoded. */
export async function smsArrives(test: Reachable, message: { from: string; text: string; sid?: string; to?: string }): Promise<Response> {
  count += 1;
  const sid = message.sid ?? `SM${String(count).padStart(32, '0')}`;
  const to = message.to ?? supportNumber;
  return twilioPost(test, await test.inboxOf('sms', to), 'message', {
    MessageSid: sid,
    SmsSid: sid,
    AccountSid: accountSid,
    From: message.from,
    To: to,
    Body: message.text,
    NumMedia: '0',
  });
}

/** A call rings, as Twilio announces it. */
export async function callArrives(test: Reachable, call: { from: string; sid: string }): Promise<Response> {
  return twilioPost(test, await test.inboxOf('voice'), 'call', {
    CallSid: call.sid,
    AccountSid: accountSid,
    From: call.from,
    To: supportNumber,
    CallStatus: 'ringing',
    Direction: 'inbound',
    ApiVersion: '2010-04-01',
  });
}

/** News of a call that the carrier's caller leg is over. */
export async function callEnds(test: Reachable, call: { from: string; sid: string; seconds?: number }): Promise<Response> {
  return twilioPost(test, await test.inboxOf('voice'), 'status', {
    CallSid: call.sid,
    AccountSid: accountSid,
    From: call.from,
    To: supportNumber,
    CallStatus: 'completed',
    CallDuration: String(call.seconds ?? 30),
    SequenceNumber: '1',
    Direction: 'inbound',
  });
}

export async function twilioPost(
  test: Pick<Reachable, 'url'>,
  inboxId: string,
  path: string,
  parameters: Record<string, string>,
  signature?: string,
): Promise<Response> {
  const url = `${test.url}/webhooks/${inboxId}/${path}`;
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature ?? twilio.getExpectedTwilioSignature(authToken, url, parameters),
    },
    body: new URLSearchParams(parameters),
  });
}
