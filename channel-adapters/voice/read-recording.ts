import type { CallNews } from '../calls.ts';
import { readSid, refuse, type SignedForm } from '../twilio-webhook.ts';

/**
 * A message for us to hear is ready. One that is `absent` was silent or too short: nobody said anything. Its address is
 * not believed, only its SID: what is fetched is asked of the carrier's REST API.
 */
export function readRecording(form: SignedForm): CallNews[] {
  const externalId = readSid(form, 'CallSid');
  if (form.need('RecordingStatus') !== 'completed') return [];
  return [{ kind: 'call', type: 'recorded', externalId, recordingId: readSid(form, 'RecordingSid'), seconds: readSeconds(form) }];
}

/** What became of the recording of a whole call. Twilio names the conference, not the caller: that is in the address. */
export function readCallRecording(form: SignedForm): CallNews[] {
  const call = { kind: 'call', externalId: form.query('call') ?? refuse('the address names no call') } as const;
  const recordingId = readSid(form, 'RecordingSid');
  const status = form.need('RecordingStatus');
  if (status === 'in-progress') return [{ ...call, type: 'recording_began', recordingId }];
  if (status === 'completed') return [{ ...call, type: 'call_recorded', recordingId, seconds: readSeconds(form) }];
  return status === 'absent' || status === 'failed' ? [{ ...call, type: 'call_recorded', recordingId, seconds: null }] : [];
}

function readSeconds(form: SignedForm): number {
  const seconds = form.need('RecordingDuration');
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) : refuse('RecordingDuration is not a number of seconds');
}
