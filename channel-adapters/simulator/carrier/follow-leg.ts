import type { Carrier } from './carrier.ts';
import { countryOf } from './carry-sms.ts';
import { callBack, type Params } from './post-webhook.ts';
import type { Heard, Leg } from './records.ts';

export function isOver({ status }: Leg): boolean {
  return !['queued', 'ringing', 'in-progress'].includes(status);
}

/** Seconds from answer to end, or until now. */
export function secondsOf({ answeredAt, endedAt = new Date() }: Leg): number {
  return answeredAt ? Math.round((endedAt.getTime() - answeredAt.getTime()) / 1000) : 0;
}

/** Note what the person on this leg hears. */
export function hear(carrier: Carrier, leg: Leg, kind: Heard['kind'], text = ''): void {
  leg.heard.push({ at: new Date(), kind, text });
  // Someone left on hold for a day must not fill the memory.
  if (leg.heard.length > 500) leg.heard.splice(1, 1);
  carrier.changed(leg.owner);
}

/** The hub's instructions cannot be followed: shown to the person, to the log and on the call. */
export function noteProblem(carrier: Carrier, leg: Leg, failure: unknown): void {
  leg.problem = failure instanceof Error ? failure.message : String(failure);
  hear(carrier, leg, 'problem', leg.problem);
  const entry = carrier.log.add({ kind: 'webhook', title: `TwiML for ${leg.sid}`, params: {} });
  carrier.log.attempted(entry, { at: new Date(), ms: 0, problem: leg.problem }, true);
}

/** Tell the leg's status callback, if it asked for this event (`initiated`, `ringing`, `answered`, `completed`). */
export function reportProgress(carrier: Carrier, leg: Leg, event: string): void {
  if (!leg.callback?.events.has(event)) return;
  const ended = leg.endedAt ? { CallDuration: String(secondsOf(leg)), Duration: String(Math.ceil(secondsOf(leg) / 60)) } : {};
  const order = { Timestamp: rfc2822(new Date()), SequenceNumber: String(leg.sequence++) };
  callBack(carrier, leg.callback.url, { ...callParams(carrier, leg), ...ended, ...order, CallbackSource: 'call-progress-events' });
}

/** What every webhook of a call says (https://www.twilio.com/docs/voice/twiml#request-parameters). */
export function callParams({ settings }: Carrier, { sid, from, to, status, direction }: Leg): Params {
  const parties = { From: from, Caller: from, FromCountry: countryOf(from), To: to, Called: to, ToCountry: countryOf(to) };
  return { CallSid: sid, AccountSid: settings.accountSid, ApiVersion: '2010-04-01', CallStatus: status, Direction: direction, ...parties };
}

/** Twilio writes dates as RFC 2822 with a numeric zone. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
