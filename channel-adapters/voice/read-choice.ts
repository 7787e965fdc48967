import type { CallNews } from '../channel-adapter.ts';
import { readSid, refuse, type SignedForm } from '../twilio-webhook.ts';
import { choiceOf } from './write-guidance.ts';

/** What the caller pressed; any other key than those offered is as if none had been. */
export function readChoice(form: SignedForm): CallNews[] {
  const externalId = readSid(form, 'CallSid');
  const choice = choiceOf(form.get('Digits'));
  return choice ? [{ kind: 'call', type: 'chose', externalId, choice }] : [];
}

/**
 * A recording is ready. One that is `absent` was silent or too short: nobody said anything. Its address is not believed,
 * only its SID: what is fetched is asked of the carrier's REST API.
 */
export function readRecording(form: SignedForm): CallNews[] {
  const externalId = readSid(form, 'CallSid');
  if (form.need('RecordingStatus') !== 'completed') return [];
  const recordingId = readSid(form, 'RecordingSid');
  const seconds = form.need('RecordingDuration');
  if (!/^\d{1,6}$/.test(seconds)) refuse('RecordingDuration is not a number of seconds');
  return [{ kind: 'call', type: 'recorded', externalId, recordingId, seconds: Number(seconds) }];
}
