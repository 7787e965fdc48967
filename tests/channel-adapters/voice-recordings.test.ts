import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallControl, CallGuidance } from '../../channel-adapters/calls.ts';
import type { WebhookReading } from '../../channel-adapters/channel-adapter.ts';
import type { Leg } from '../../channel-adapters/simulator/carrier/records.ts';
import { createVoiceAdapter } from '../../channel-adapters/voice/voice-adapter.ts';
import { longestSilence } from '../support/recordings.ts';
import { account, inboxes, openStage, people, type Stage, signedWebhook } from './simulator-stage.ts';

/** Recording whole calls, as the voice adapter and the carrier speak of it. */
let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const conversationId = '0199c1f0-0000-7000-8000-00000000c0de';
const agentAddress = 'client:agent-7';
const say = 'This call is recorded.';
const refusal = (code: string, permanent: boolean) => expect.objectContaining({ code, permanent });

const control = (): CallControl => {
  if (!stage.voice.calls) throw new Error('the voice adapter steers no calls');
  return stage.voice.calls;
};
const connect = (leg: Leg, recorded = { language: 'en', say }) =>
  control().connect({ callId: leg.sid, inbox: inboxes.voice, agentAddress, conversationId, recorded });
const news = (type: 'recording_began' | 'call_recorded') =>
  vi.waitFor(() => {
    const found = stage.items.findLast((item) => item.kind === 'call' && item.type === type);
    if (found?.kind !== 'call' || !('recordingId' in found)) throw new Error(`no ${type} yet`);
    return found;
  }, 10_000);

/** Ann speaks with the agent, and it is recorded. */
async function recordedCall(recorded = { language: 'en', say }) {
  const leg = await stage.simulator.startCall({ from: people.ann.phone, to: inboxes.voice.address });
  await vi.waitFor(() => expect(leg.queue).toBeDefined(), 10_000);
  await connect(leg, recorded);
  return { leg, recordingId: (await news('recording_began')).recordingId };
}

describe('a call that is recorded', () => {
  it('is told to the caller first, recorded from when both hear each other, and reported when it is over', async () => {
    const { leg, recordingId } = await recordedCall();
    const heard = leg.heard.map(({ text }) => text);
    expect(heard.indexOf(say)).toBeGreaterThan(-1);
    expect(heard.indexOf(say)).toBeLessThan(heard.indexOf(conversationId));
    expect(stage.items.filter((item) => item.kind === 'call' && item.type === 'connected')).toHaveLength(1);
    stage.simulator.hangUp(leg);
    const { seconds, externalId } = { seconds: 0, ...(await news('call_recorded')) };
    expect(externalId).toBe(leg.sid);
    const file = await control().fetchRecording({ recordingId, conversationId, ...(seconds !== null && { seconds }) });
    expect([file.contentType, file.content.length]).toEqual(['audio/wav', 44 + (seconds ?? 0) * 16_000]);
    expect(stage.refused).toEqual([]);
  });

  it('is recorded all the same where there is nothing to say any more', async () => {
    const { leg } = await recordedCall({ language: 'en', say: '' });
    expect(leg.heard.map(({ text }) => text)).not.toContain(say);
  });

  it('is silent where it was paused; done again, nothing changes', async () => {
    const { leg, recordingId } = await recordedCall();
    const steer = (to: 'paused' | 'on') => control().steerRecording({ conversationId, recordingId, to });
    await steer('paused');
    await steer('paused');
    await new Promise((later) => setTimeout(later, 200));
    await steer('on');
    await steer('on');
    stage.simulator.hangUp(leg);
    await news('call_recorded');
    // 200 ms at twenty times the speed.
    expect(longestSilence((await control().fetchRecording({ recordingId, conversationId })).content)).toBeGreaterThan(3.5);
    await expect(steer('paused')).rejects.toEqual(refusal('recording_over', true));
  });

  it('can be put back while the caller still hears that it is recorded: the agent is let go, the caller waits on', async () => {
    const leg = await stage.simulator.startCall({ from: people.ann.phone, to: inboxes.voice.address });
    await vi.waitFor(() => expect(leg.queue).toBeDefined(), 10_000);
    await connect(leg, { language: 'en', say: 'A very long announcement. '.repeat(60) });
    const agent = await vi.waitFor(() => {
      const found = stage.simulator.calls().find(({ to, status }) => to === agentAddress && status === 'in-progress');
      if (!found) throw new Error('not picked up yet');
      return found;
    }, 10_000);
    await control().putBack({ callId: leg.sid, inbox: inboxes.voice, conversationId });
    await vi.waitFor(() => expect([agent.status, leg.queue === undefined]).toEqual(['completed', false]), 10_000);
    expect(leg.status).toBe('in-progress');
  });

  it('is of its own conversation only, and gone at the carrier once that is told to forget it', async () => {
    const { leg, recordingId } = await recordedCall();
    stage.simulator.hangUp(leg);
    await news('call_recorded');
    await expect(control().fetchRecording({ recordingId, conversationId: 'another' })).rejects.toEqual(refusal('recording_foreign', true));
    await expect(control().fetchRecording({ recordingId, callId: 'CAother' })).rejects.toEqual(refusal('recording_foreign', true));
    await control().deleteRecording({ recordingId });
    await control().deleteRecording({ recordingId });
    await expect(control().fetchRecording({ recordingId, conversationId })).rejects.toEqual(refusal('recording_missing', true));
  });

  it('may be asked for again when the carrier is overloaded', async () => {
    const { recordingId } = await recordedCall();
    stage.simulator.faults.rest = 'overloaded';
    await expect(control().steerRecording({ conversationId, recordingId, to: 'paused' })).rejects.toEqual(refusal('20429', false));
    await expect(control().fetchRecording({ recordingId, conversationId })).rejects.toEqual(refusal('20429', false));
    await expect(control().deleteRecording({ recordingId })).rejects.toEqual(refusal('20429', false));
  });
});

describe('a long recording', () => {
  const described = (more: object = {}) => ({
    sid: 'RE1',
    call_sid: 'CA1',
    conference_sid: 'CF1',
    status: 'completed',
    account_sid: account.accountSid,
    ...more,
  });
  /** A carrier that makes MP3, as the simulated one does not. */
  const elsewhere = (sound: Buffer, more: object = {}) => {
    const base = '/other/2010-04-01/Accounts/:account';
    stage.app.get(`${base}/Recordings/RE1.json`, (_request, response) => void response.json(described(more)));
    stage.app.get(
      `${base}/Conferences/CF1.json`,
      (_request, response) => void response.json({ sid: 'CF1', friendly_name: conversationId }),
    );
    stage.app.get(`${base}/Recordings/RE1.mp3`, (_request, response) => void response.type('audio/mpeg').send(sound));
    const voice = createVoiceAdapter({ ...account, publicUrl: stage.url, apiUrl: `${stage.url}/other` });
    return voice.calls?.fetchRecording({ recordingId: 'RE1', conversationId, seconds: 7_200 });
  };

  it.each([
    ['with a tag', Buffer.from('ID3\u0004 and then the frames', 'latin1')],
    ['without one', Buffer.from([0xff, 0xfb, 0x90, 0x00])],
  ])('is fetched in the smaller form, %s', async (_, sound) => {
    expect(await elsewhere(sound)).toEqual({ name: 'RE1.mp3', contentType: 'audio/mpeg', content: sound });
  });

  it('that is no sound, or not there yet, is named', async () => {
    await expect(elsewhere(Buffer.from('<html>'))).rejects.toEqual(refusal('recording_unreadable', true));
    await stage.close();
    stage = await openStage();
    await expect(elsewhere(Buffer.from(''), { status: 'processing' })).rejects.toEqual(refusal('recording_unfinished', false));
    await stage.close();
    stage = await openStage();
    await expect(elsewhere(Buffer.from(''), { status: 'absent' })).rejects.toEqual(refusal('recording_missing', true));
  });
});

describe('what the carrier tells of it', () => {
  const read = async (params: Record<string, string>, query = '?call=CA1'): Promise<WebhookReading> => {
    const given = { RecordingSid: 'RE1', ConferenceSid: 'CF1', ...params };
    const reading = await stage.voice.readWebhook?.(signedWebhook(inboxes.voice, 'call-recording', given, { query }));
    if (!reading) throw new Error('the voice adapter reads no webhooks');
    return reading;
  };
  const item = async (RecordingStatus: string) => (await read({ RecordingStatus, RecordingDuration: '61' })).items;
  const about = { kind: 'call', externalId: 'CA1', recordingId: 'RE1' };

  it('is its beginning, its length, or that there is no sound; of anything else nothing', async () => {
    expect(await item('in-progress')).toEqual([{ ...about, type: 'recording_began' }]);
    expect(await item('completed')).toEqual([{ ...about, type: 'call_recorded', seconds: 61 }]);
    expect(await item('absent')).toEqual([{ ...about, type: 'call_recorded', seconds: null }]);
    expect(await item('failed')).toEqual([{ ...about, type: 'call_recorded', seconds: null }]);
    expect(await item('paused')).toEqual([]);
  });

  it.each([
    ['no call', { RecordingStatus: 'completed', RecordingDuration: '1' }, ''],
    ['no length', { RecordingStatus: 'completed' }, '?call=CA1'],
    ['a negative length', { RecordingStatus: 'completed', RecordingDuration: '-1' }, '?call=CA1'],
    ['a path for its id', { RecordingStatus: 'completed', RecordingDuration: '1', RecordingSid: '../x' }, '?call=CA1'],
  ])('with %s is refused', async (_, params, query) => {
    await expect(read(params, query)).rejects.toThrow('malformed_webhook');
  });
});

describe('a callback', () => {
  const join: CallGuidance = { language: 'zh-CN', say: '本次通话将被录音。', next: 'join', callId: 'CA9', conversationId };
  const document = async (guidance: CallGuidance) => {
    const form = { CallSid: 'CA1', CallStatus: 'in-progress' };
    const reading = await stage.voice.readWebhook?.(signedWebhook(inboxes.voice, 'answered', form, { query: '?call=CA9' }));
    return reading?.asks?.write(guidance).body ?? '';
  };

  it('is told to the customer in their language and recorded; one that is not says and records nothing', async () => {
    expect(await document({ ...join, recorded: true })).toMatch(
      /<Say language="zh-CN">本次通话将被录音。<\/Say><Dial.*<Conference[^>]* record="record-from-start"[^>]*call-recording\?call=CA9"/,
    );
    expect(await document(join)).not.toMatch(/<Say|record=/);
  });
});
