import type { Twilio } from 'twilio';
import type { CallControl } from '../calls.ts';
import { DeliveryError } from '../channel-adapter.ts';
import { askTwilio } from '../twilio-client.ts';

/**
 * Pause a recording or go on with it; what it is already it stays. Silence takes the place of what is left out, so that
 * its times stay those of the call (twilio.com/docs/voice/api/recording#pausing-recordings).
 */
export async function steerRecording(client: Twilio, command: Parameters<CallControl['steerRecording']>[0]): Promise<void> {
  const { conversationId, recordingId, to } = command;
  const conferences = await askTwilio(() => client.conferences.list({ friendlyName: conversationId, limit: 20 }));
  const open = conferences.find(({ status }) => status !== 'completed');
  if (!open) throw over();
  const change = to === 'paused' ? ({ status: 'paused', pauseBehavior: 'silence' } as const) : ({ status: 'in-progress' } as const);
  await askGone(() => client.conferences(open.sid).recordings(recordingId).update(change));
}

/** A recording that is kept here is not left there as well. */
export async function deleteRecording(client: Twilio, { recordingId }: { recordingId: string }): Promise<void> {
  try {
    await askTwilio(() => client.recordings(recordingId).remove());
  } catch (refusal) {
    if (!(refusal instanceof DeliveryError) || refusal.code !== '20404') throw refusal;
  }
}

// 20404: no such recording; 21220: the conference is over.
const gone = new Set(['20404', '21220']);
const over = () => new DeliveryError('recording_over', true, 'Nothing is being recorded.');

async function askGone(request: () => Promise<unknown>): Promise<void> {
  try {
    await askTwilio(request);
  } catch (refusal) {
    throw refusal instanceof DeliveryError && gone.has(refusal.code) ? over() : refusal;
  }
}
