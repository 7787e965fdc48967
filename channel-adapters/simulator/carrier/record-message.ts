import type { Carrier } from './carrier.ts';
import { callParams, hear } from './follow-leg.ts';
import { callBack } from './post-webhook.ts';
import type { RecordVerb } from './read-twiml.ts';
import { type Leg, makeSid, type Recording, remember } from './records.ts';
import { speakingTime } from './speak.ts';

/**
 * Record what is spoken after the beep until silence, the longest time or a hang-up. The recording's own callback comes
 * with what was said, or says that it is absent.
 */
export async function recordMessage(carrier: Carrier, leg: Leg, verb: RecordVerb, signal: AbortSignal): Promise<Recording | undefined> {
  hear(carrier, leg, 'beep');
  const said: string[] = [];
  try {
    await listen(carrier, leg, verb, said, signal);
  } finally {
    leg.microphone = undefined;
    report(carrier, leg, verb, keep(carrier, leg, verb, said.join(' ')));
  }
  return [...carrier.recordings.values()].findLast(({ callSid }) => callSid === leg.sid);
}

async function listen(carrier: Carrier, leg: Leg, verb: RecordVerb, said: string[], signal: AbortSignal): Promise<void> {
  for (let silent = false; !silent; ) {
    const spoke = new AbortController();
    leg.microphone = (words) => {
      said.push(words);
      hear(carrier, leg, 'spoke', words);
      spoke.abort('spoke');
    };
    silent = await carrier.wait(verb.timeout * 1_000, AbortSignal.any([signal, spoke.signal])).then(
      () => true,
      () => false,
    );
    signal.throwIfAborted();
    carrier.signal.throwIfAborted();
  }
}

function keep(carrier: Carrier, leg: Leg, verb: RecordVerb, words: string): Recording | undefined {
  if (!words) return undefined;
  const seconds = Math.min(verb.maxLength, Math.max(1, Math.round(speakingTime(words) / 1_000)));
  const sid = makeSid('RE');
  return remember(carrier.recordings, sid, { sid, callSid: leg.sid, seconds, words, createdAt: new Date() }, 200);
}

// https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback
function report(carrier: Carrier, leg: Leg, { callback, events }: RecordVerb, recording: Recording | undefined): void {
  const status = recording ? 'completed' : 'absent';
  if (!callback || !events.includes(status)) return;
  const { accountSid, publicUrl } = carrier.settings;
  const sid = recording?.sid ?? makeSid('RE');
  callBack(carrier, callback, {
    ...callParams(carrier, leg),
    RecordingSid: sid,
    RecordingUrl: `${publicUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`,
    RecordingStatus: status,
    RecordingDuration: String(recording?.seconds ?? 0),
    RecordingChannels: '1',
    RecordingSource: 'RecordVerb',
    ...(recording ? {} : { ErrorCode: '16101' }),
  });
}
