import type { Carrier } from './carrier.ts';
import { documentAt, tellAction } from './fetch-document.ts';
import { finishCall } from './finish-call.ts';
import { playWhileWaiting } from './play-while-waiting.ts';
import type { Params } from './post-webhook.ts';
import type { Verb } from './read-twiml.ts';
import { type DocumentSource, type Leg, makeSid } from './records.ts';

type Enqueue = Extract<Verb, { verb: 'Enqueue' }>;
type Queue = NonNullable<Leg['queue']>;

/**
 * The queue's `action` hears of every way out of it; of a full queue and of `<Leave>` its answer decides what comes
 * next (https://www.twilio.com/docs/voice/twiml/enqueue#action).
 */
export async function waitInQueue(carrier: Carrier, leg: Leg, verb: Enqueue, signal: AbortSignal): Promise<DocumentSource | undefined> {
  const { name, waitUrl, action } = verb;
  const onward = (result: Params) => (action ? documentAt(carrier, leg, action, result) : undefined);
  if (countWaiting(carrier, name) >= carrier.options.queueLimit) return onward({ QueueResult: 'queue-full' });
  const queue: Queue = { sid: makeSid('QU'), name, since: new Date() };
  leg.queue = queue;
  const params = () => ({ ...queueParams(queue), QueuePosition: String(countWaiting(carrier, name)) });
  try {
    const last = await playWhileWaiting(carrier, leg, { waitUrl, params, waysOut: ['Leave', 'Hangup'], listens: true }, signal);
    if (last.verb === 'Leave') return onward({ QueueResult: 'leave', ...queueParams(queue) });
    finishCall(carrier, leg, 'completed');
    return undefined;
  } catch (interruption) {
    if (action && signal.aborted) tellAction(carrier, leg, action, { QueueResult: String(signal.reason), ...queueParams(queue) });
    throw interruption;
  } finally {
    delete leg.queue;
  }
}

const countWaiting = (carrier: Carrier, name: string) => [...carrier.calls.values()].filter((leg) => leg.queue?.name === name).length;

const queueParams = ({ sid, since }: Queue): Params => ({
  QueueSid: sid,
  QueueTime: String(Math.round((Date.now() - since.getTime()) / 1000)),
});
