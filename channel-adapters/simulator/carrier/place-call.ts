import type { PhoneBehaviour } from '../page-protocol.ts';
import { anyPhone, type Carrier, findNumber, numberWebhook } from './carrier.ts';
import { documentAt } from './fetch-document.ts';
import { finishCall } from './finish-call.ts';
import { hear, isOver, reportProgress } from './follow-leg.ts';
import { type Callback, type DocumentSource, type FinalCallStatus, type Leg, makeSid, remember } from './records.ts';
import { RestError } from './rest-error.ts';
import { redirectCall, runCall } from './run-call.ts';

/** A person calls one of our numbers. A hidden caller shows the digits that spell ANONYMOUS, as Twilio passes them on. */
export async function callHub(
  carrier: Carrier,
  { from, to, hidden = false }: { from: string; to: string; hidden?: boolean },
): Promise<Leg> {
  const inbox = await findNumber(carrier, 'voice', to);
  if (!inbox) throw new RestError(404, 21606, `Nobody has the number ${to}`);
  const callback = { url: numberWebhook(carrier, inbox, 'status'), events: new Set(['completed']) };
  const leg = makeLeg(carrier, { direction: 'inbound', from: hidden ? '+266696687' : from, to, owner: from, callback, status: 'ringing' });
  hear(carrier, leg, 'ringing');
  carrier.background(runCall(carrier, leg, documentAt(carrier, leg, numberWebhook(carrier, inbox, 'call'))));
  return leg;
}

export interface OutgoingCall {
  readonly from: string;
  readonly to: string;
  /** How long it rings before nobody answers. */
  readonly ringSeconds: number;
  readonly callback?: Callback | undefined;
  /** What to do once it is answered. */
  readonly source: (leg: Leg) => DocumentSource;
}

/** Ring a phone for the hub: an agent's (`client:…`) or anybody's. */
export function ringPhone(carrier: Carrier, { from, to, ringSeconds, callback, source }: OutgoingCall): Leg {
  const leg = makeLeg(carrier, { direction: 'outbound-api', from, to, owner: to, callback, status: 'queued' });
  carrier.background(ring(carrier, leg, ringSeconds, source(leg)));
  return leg;
}

/** Whoever holds this phone hangs up. */
export function hangUp(carrier: Carrier, leg: Leg): void {
  finishCall(carrier, leg, leg.direction === 'inbound' || leg.answeredAt ? 'completed' : 'busy');
}

/** `Calls` update of the REST API. Throws `RestError` when the call is not there to be changed. */
export function updateCall(carrier: Carrier, leg: Leg, change: { status?: string; source?: DocumentSource }): void {
  if (isOver(leg)) throw new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
  if (change.source) redirectCall(leg, change.source);
  else if (change.status === 'completed')
    finishCall(carrier, leg, leg.answeredAt || leg.direction === 'inbound' ? 'completed' : 'canceled');
  else if (change.status === 'canceled' && !leg.answeredAt) finishCall(carrier, leg, 'canceled');
}

async function ring(carrier: Carrier, leg: Leg, ringSeconds: number, source: DocumentSource): Promise<void> {
  reportProgress(carrier, leg, 'initiated');
  await carrier.wait(carrier.random.between(100, 400));
  if (isOver(leg)) return;
  leg.status = 'ringing';
  hear(carrier, leg, 'ringing');
  reportProgress(carrier, leg, 'ringing');
  const { after, outcome } = reaction(carrier, leg.to, ringSeconds);
  await carrier.wait(after);
  if (outcome !== 'answers') return finishCall(carrier, leg, outcome);
  carrier.background(tireOfWaiting(carrier, leg));
  if (!isOver(leg)) await runCall(carrier, leg, source);
}

/** Nobody stays on a line where nobody else comes: the caller was gone before this phone was picked up. */
async function tireOfWaiting(carrier: Carrier, leg: Leg): Promise<void> {
  await carrier.wait(60_000);
  const isAlone = [...carrier.conferences.values()].some(({ status, seats }) => status === 'init' && seats.has(leg.sid));
  if (isAlone) finishCall(carrier, leg, 'completed');
}

function reaction(carrier: Carrier, phone: string, ringSeconds: number): { after: number; outcome: 'answers' | FinalCallStatus } {
  const behaviour: PhoneBehaviour = carrier.phones.get(phone) ?? carrier.phones.get(anyPhone) ?? 'answers';
  // Twilio adds a buffer of 5 seconds to the time given.
  if (behaviour === 'never') return { after: (ringSeconds + 5) * 1000, outcome: 'no-answer' };
  return { after: carrier.random.between(700, 1_800), outcome: behaviour };
}

function makeLeg(carrier: Carrier, about: Pick<Leg, 'direction' | 'from' | 'to' | 'owner' | 'callback' | 'status'>): Leg {
  const sid = makeSid('CA');
  return remember(carrier.calls, sid, { ...about, sid, createdAt: new Date(), heard: [], sequence: 0 }, 2_000);
}
