import type { Carrier } from './carrier.ts';
import { rfc2822 } from './follow-leg.ts';
import { callBack } from './post-webhook.ts';
import { type Conference, type LiveRecording, makeSid, type Recording, remember } from './records.ts';
import { RestError } from './rest-error.ts';

/** From when both hear each other, where anybody wished it. */
export function beginRecording(carrier: Carrier, conference: Conference): void {
  if (!conference.recordingWish) return;
  conference.recording = { sid: makeSid('RE'), startedAt: new Date(), silences: [], skippedSeconds: 0 };
  report(carrier, conference, conference.recording, 'in-progress', 0);
}

/** Leave out what is said from now on, or record it again; what it is already it stays. */
export function steerConferenceRecording(carrier: Carrier, conference: Conference, status: string, behaviour: string): LiveRecording {
  const { recording } = conference;
  if (!recording) throw new RestError(404, 20404, 'There is no recording in progress');
  if (status === 'paused') recording.paused ??= { at: new Date(), behaviour: behaviour === 'skip' ? 'skip' : 'silence' };
  else if (status === 'in-progress') goOn(carrier, recording);
  else if (status === 'stopped') endRecording(carrier, conference);
  else throw new RestError(400, 21220, `A recording cannot be made ${status}`);
  return recording;
}

export function endRecording(carrier: Carrier, conference: Conference): void {
  const { recording } = conference;
  if (!recording) return;
  conference.recording = undefined;
  goOn(carrier, recording);
  const seconds = Math.ceil(secondsTo(carrier, recording, new Date())) - Math.floor(recording.skippedSeconds);
  const [first] = conference.seats.keys();
  const { sid, silences, startedAt: createdAt } = recording;
  const words = `${conference.friendlyName} ${sid}`;
  const kept: Recording = { sid, callSid: first ?? '', conferenceSid: conference.sid, seconds, words, silences, createdAt };
  remember(carrier.recordings, sid, kept, 200);
  report(carrier, conference, recording, 'completed', seconds);
}

function goOn(carrier: Carrier, recording: LiveRecording): void {
  const { paused } = recording;
  recording.paused = undefined;
  if (!paused) return;
  const [from, to] = [secondsTo(carrier, recording, paused.at), secondsTo(carrier, recording, new Date())];
  if (paused.behaviour === 'skip') recording.skippedSeconds += to - from;
  else recording.silences.push([from, to]);
}

/** Since it began, at the simulator's speed. */
const secondsTo = ({ settings }: Carrier, { startedAt }: LiveRecording, at: Date): number =>
  ((at.getTime() - startedAt.getTime()) / 1_000) * (settings.speed ?? 1);

// https://www.twilio.com/docs/voice/twiml/conference#attributes-recording-status-callback
function report(carrier: Carrier, conference: Conference, { sid, startedAt }: LiveRecording, status: string, seconds: number): void {
  const { callback, events = [] } = conference.recordingWish ?? {};
  if (!callback || !events.includes(status)) return;
  const { accountSid, publicUrl } = carrier.settings;
  callBack(carrier, callback, {
    AccountSid: accountSid,
    ConferenceSid: conference.sid,
    RecordingSid: sid,
    RecordingUrl: `${publicUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`,
    RecordingStatus: status,
    RecordingChannels: '1',
    RecordingStartTime: rfc2822(startedAt),
    RecordingSource: 'Conference',
    ...(status === 'completed' && { RecordingDuration: String(seconds) }),
  });
}
