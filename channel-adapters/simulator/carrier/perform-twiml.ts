import type { Carrier } from './carrier.ts';
import { documentAt, tellAction } from './fetch-document.ts';
import { finishCall } from './finish-call.ts';
import { isOver } from './follow-leg.ts';
import { gatherDigits } from './gather-digits.ts';
import { sitInConference } from './hold-conference.ts';
import { type RecordVerb, TwimlError, type Verb } from './read-twiml.ts';
import { recordMessage } from './record-message.ts';
import type { DocumentSource, Leg } from './records.ts';
import { speak } from './speak.ts';
import { waitInQueue } from './wait-in-queue.ts';

type Dial = Extract<Verb, { verb: 'Dial' }>;

/** Carry out the verbs of one document in order; rejects when `signal` takes the call out of it. */
export async function perform(
  carrier: Carrier,
  leg: Leg,
  verbs: readonly Verb[],
  signal: AbortSignal,
): Promise<DocumentSource | undefined> {
  for (const verb of verbs) {
    const next = await performVerb(carrier, leg, verb, signal);
    if (next || isOver(leg)) return next;
  }
  return undefined;
}

async function performVerb(carrier: Carrier, leg: Leg, verb: Verb, signal: AbortSignal): Promise<DocumentSource | undefined> {
  switch (verb.verb) {
    case 'Enqueue':
      return waitInQueue(carrier, leg, verb, signal);
    case 'Dial':
      return dial(carrier, leg, verb, signal);
    case 'Gather': {
      const digits = await gatherDigits(carrier, leg, verb, signal);
      return digits === undefined ? undefined : documentAt(carrier, leg, verb.action, { Digits: digits });
    }
    case 'Record':
      return record(carrier, leg, verb, signal);
    case 'Redirect':
      return documentAt(carrier, leg, verb.url);
    case 'Leave':
      throw new TwimlError(12200, '<Leave> stands outside of a queue');
    case 'Reject':
    case 'Hangup':
      finishCall(carrier, leg, verb.verb === 'Hangup' ? 'completed' : verb.reason === 'busy' ? 'busy' : 'no-answer');
      return undefined;
    default:
      await speak(carrier, leg, verb, signal);
      return undefined;
  }
}

/** Silence leads on to the next verb, as Twilio does; what was said leads to the `action`, which hears of a hang-up too. */
async function record(carrier: Carrier, leg: Leg, verb: RecordVerb, signal: AbortSignal): Promise<DocumentSource | undefined> {
  try {
    const recording = await recordMessage(carrier, leg, verb, signal);
    return (
      recording && documentAt(carrier, leg, verb.action, { RecordingSid: recording.sid, RecordingDuration: String(recording.seconds) })
    );
  } catch (interruption) {
    if (signal.reason === 'hangup') tellAction(carrier, leg, verb.action, { Digits: 'hangup' });
    throw interruption;
  }
}

/** The `action` is asked what comes next, told of a caller who hung up, and not told of one who was taken elsewhere. */
async function dial(carrier: Carrier, leg: Leg, { conference, action }: Dial, signal: AbortSignal): Promise<DocumentSource | undefined> {
  const result = { DialCallStatus: 'answered' };
  try {
    await sitInConference(carrier, leg, conference, signal);
    return action ? documentAt(carrier, leg, action, result) : undefined;
  } catch (interruption) {
    if (action && signal.reason === 'hangup') tellAction(carrier, leg, action, result);
    throw interruption;
  }
}
