import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallGuidance } from '../../channel-adapters/calls.ts';
import { DeliveryError, type WebhookReading } from '../../channel-adapters/channel-adapter.ts';
import { account, inboxes, openStage, people, type Stage, signedWebhook } from './simulator-stage.ts';

/** What a caller may have instead of waiting, as the voice adapter and the carrier speak of it. */
let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const read = async (path: string, params: Record<string, string>, query = ''): Promise<WebhookReading> => {
  const reading = await stage.voice.readWebhook?.(
    signedWebhook(inboxes.voice, path, { CallSid: 'CA1', CallStatus: 'in-progress', ...params }, { query }),
  );
  if (!reading) throw new Error('the voice adapter reads no webhooks');
  return reading;
};
const say = { language: 'en', say: 'You are next & soon.' };
const written = async (guidance: CallGuidance, path = 'wait', query = '') => {
  const { asks } = await read(path, { QueueResult: 'leave' }, query);
  return asks?.write(guidance).body.replace('<?xml version="1.0" encoding="UTF-8"?>', '');
};
const wait: CallGuidance = { ...say, next: 'wait', choices: ['callback'] };
const record: CallGuidance = { ...say, next: 'record' };
const bye: CallGuidance = { ...say, next: 'hang_up' };
const refusal = (code: string, permanent: boolean) => expect.objectContaining({ code, permanent });

describe('what a waiting caller hears', () => {
  it('offers keys only where there is a choice, and comes again', async () => {
    expect(await written(wait)).toMatch(
      /^<Response><Gather action="[^"]*\/choice" method="POST" numDigits="1" timeout="8"><Say language="en-US">You are next &amp; soon\.<\/Say><\/Gather><Pause length="12"\/><\/Response>$/,
    );
    expect(await written({ ...wait, choices: [] })).toBe(
      '<Response><Say language="en-US">You are next &amp; soon.</Say><Pause length="12"/></Response>',
    );
    expect(await written({ ...wait, language: 'zh-CN' })).toContain('<Say language="zh-CN">');
  });

  it('loops by itself outside of the carrier’s queue', async () => {
    expect(await written(wait, 'wait', '?unqueued=yes')).toMatch(
      /choice\?unqueued=yes".*<Redirect method="POST">[^<]*\/wait\?unqueued=yes<\/Redirect><\/Response>$/,
    );
  });

  it('is only what a queue allows: to record or to end the call it is left first', async () => {
    expect([await written(record), await written(bye)]).toEqual(Array(2).fill('<Response><Leave/></Response>'));
    expect(await written(record, 'dequeued')).toMatch(
      /<Say[^>]*>.*<\/Say><Record action="[^"]*\/spoken"[^>]*maxLength="180"[^>]*recordingStatusCallback="[^"]*\/recording"/,
    );
    expect(await written(bye, 'dequeued')).toBe('<Response><Say language="en-US">You are next &amp; soon.</Say><Hangup/></Response>');
    expect(await written({ ...say, next: 'choose', choices: ['voicemail'] }, 'wait', '?unqueued=yes')).toMatch(
      /<\/Gather><Hangup\/><\/Response>$/,
    );
  });

  it('is asked of the hub with the call and the moment', async () => {
    const asks = async (path: string, params = {}, query = '') => (await read(path, params, query)).asks;
    expect(await asks('wait')).toMatchObject({ callId: 'CA1', moment: 'waiting' });
    expect(await asks('choice', { Digits: '1' })).toMatchObject({ moment: 'waiting' });
    expect(await asks('dequeued', { QueueResult: 'leave' })).toMatchObject({ moment: 'left' });
    expect(await asks('dequeued', { QueueResult: 'hangup' })).toBeUndefined();
    expect(await asks('spoken')).toMatchObject({ moment: 'spoken' });
    expect(await asks('answered', {}, '?call=CA9')).toMatchObject({ callId: 'CA9', moment: 'answered' });
  });
});

describe('what a caller does', () => {
  it.each([
    ['1', 'callback'],
    ['2', 'voicemail'],
    ['3', 'chat_link'],
  ])('pressing %s is %s', async (Digits, choice) => {
    expect((await read('choice', { Digits })).items).toEqual([{ kind: 'call', type: 'chose', externalId: 'CA1', choice }]);
  });

  it.each(['', '0', '4', '12', '*', '#', '１', ' 1', '1\n', 'one'])('pressing %j is nothing', async (Digits) => {
    expect((await read('choice', { Digits })).items).toEqual([]);
  });

  it('speaking is a recording, silence is none', async () => {
    const recording = { RecordingSid: 'RE1', RecordingStatus: 'completed', RecordingDuration: '7' };
    expect((await read('recording', recording)).items).toEqual([
      { kind: 'call', type: 'recorded', externalId: 'CA1', recordingId: 'RE1', seconds: 7 },
    ]);
    expect((await read('recording', { ...recording, RecordingStatus: 'absent' })).items).toEqual([]);
    await expect(read('recording', { ...recording, RecordingSid: 'https://evil.example/x' })).rejects.toThrow('malformed_webhook');
    await expect(read('recording', { ...recording, RecordingDuration: '-3' })).rejects.toThrow('malformed_webhook');
  });
});

describe('a recording', () => {
  const recorded = async () => {
    stage.guidance = record;
    const leg = await stage.simulator.startCall({ from: people.ann.phone, to: inboxes.voice.address });
    await expect.poll(() => leg.microphone, { timeout: 10_000 }).toBeDefined();
    stage.guidance = bye;
    stage.simulator.speak(leg, 'Please call me back about the boiler.');
    const item = await vi.waitFor(() => {
      const found = stage.items.find((each) => each.kind === 'call' && each.type === 'recorded');
      if (found?.kind !== 'call' || found.type !== 'recorded') throw new Error('not yet');
      return found;
    }, 10_000);
    return { callId: leg.sid, recordingId: item.recordingId, seconds: item.seconds };
  };
  const fetched = (command: { callId: string; recordingId: string }) => stage.voice.calls?.fetchRecording(command);

  it('is fetched with our credentials, as sound of its length', async () => {
    const { seconds, ...command } = await recorded();
    const file = await fetched(command);
    expect(file).toMatchObject({ name: `${command.recordingId}.wav`, contentType: 'audio/wav' });
    expect(file?.content.length).toBe(44 + seconds * 16_000);
  });

  it('is refused by name when it is gone, another’s, or no sound; what passes is tried again', async () => {
    const { seconds: _, ...command } = await recorded();
    await expect(fetched({ ...command, recordingId: 'RE404' })).rejects.toEqual(refusal('recording_missing', true));
    await expect(fetched({ ...command, callId: 'CAother' })).rejects.toEqual(refusal('recording_foreign', true));
    stage.simulator.faults.rest = 'overloaded';
    await expect(fetched(command)).rejects.toEqual(refusal('20429', false));
  });

  it('larger than we keep is refused before it is all here', async () => {
    stage.app.get(
      '/big/2010-04-01/Accounts/:account/Recordings/RE1.json',
      (_request, response) => void response.json({ sid: 'RE1', call_sid: 'CA1', status: 'completed', account_sid: account.accountSid }),
    );
    let sent = 0;
    stage.app.get('/big/2010-04-01/Accounts/:account/Recordings/RE1.wav', (_request, response) => {
      const more = () => {
        while (sent < 200_000_000 && !response.destroyed) {
          sent += 1_000_000;
          if (!response.write(Buffer.alloc(1_000_000, 'RIFF'))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const { createVoiceAdapter } = await import('../../channel-adapters/voice/voice-adapter.ts');
    const voice = createVoiceAdapter({ ...account, publicUrl: stage.url, apiUrl: `${stage.url}/big` });
    await expect(voice.calls?.fetchRecording({ recordingId: 'RE1', callId: 'CA1' })).rejects.toEqual(refusal('recording_too_large', true));
    expect(sent).toBeLessThan(100_000_000);
  });
});

describe('a callback', () => {
  const command = { callId: 'CAearlier', inbox: inboxes.voice, conversationId: 'c1' };
  const ringAgent = () => stage.voice.calls?.ringAgent({ ...command, agentAddress: 'client:a', attempt: 1 });
  const ringAnn = (more = {}) => stage.voice.calls?.ringCustomer({ ...command, number: people.ann.phone, ...more });
  const toAnn = () => stage.simulator.calls().filter(({ to }) => to === people.ann.phone);
  const happens = (item: object) => expect.poll(() => stage.items, { timeout: 10_000 }).toContainEqual(expect.objectContaining(item));

  it('rings the agent once, the customer once, and tells when both hear each other and when it is over', async () => {
    stage.guidance = { ...say, next: 'join', callId: 'CAearlier', conversationId: 'c1' };
    await Promise.all([ringAgent(), ringAgent()]);
    await ringAgent();
    expect(stage.simulator.calls()).toHaveLength(1);
    await happens({ type: 'agent_ready', externalId: 'CAearlier', callback: { attempt: 1 } });
    const first = await ringAnn();
    expect(await ringAnn({ attemptedAt: new Date() })).toEqual(first);
    expect(toAnn()).toHaveLength(1);
    await happens({ type: 'connected', callback: { attempt: 1, legId: first?.legId } });
    const [ann] = toAnn();
    if (ann) stage.simulator.hangUp(ann);
    await happens({ type: 'ended', externalId: 'CAearlier', callback: { legId: first?.legId } });
    expect(stage.refused).toEqual([]);
  });

  it('does not ring the customer for nobody', async () => {
    await expect(ringAnn()).rejects.toEqual(refusal('agent_gone', true));
    stage.simulator.setPhone('client:a', 'never');
    await ringAgent();
    await expect(ringAnn()).rejects.toEqual(refusal('agent_ringing', false));
    expect(toAnn()).toEqual([]);
  });

  it.each([
    ['busy', 'busy'],
    ['never', 'no-answer'],
    ['failed', 'failed'],
  ] as const)('that finds the phone %s is news of it', async (behaviour, reason) => {
    stage.simulator.setPhone(people.ann.phone, behaviour);
    await ringAgent();
    await happens({ type: 'agent_ready' });
    const { legId } = (await ringAnn()) ?? { legId: '' };
    await happens({ type: 'customer_unreachable', externalId: 'CAearlier', reason, callback: { legId } });
  });

  it('is refused by the carrier’s own code', async () => {
    stage.simulator.faults.rest = 'broken';
    await expect(ringAgent()).rejects.toBeInstanceOf(DeliveryError);
    await expect(ringAnn()).rejects.toEqual(refusal('20503', false));
  });
});

describe('the carrier', () => {
  it('lets nobody press keys in a conference: the document is an error there', async () => {
    stage.guidance = { ...say, next: 'join', callId: 'CAearlier', conversationId: 'c2' };
    const leg = await stage.simulator.startCall({ from: people.ann.phone, to: inboxes.voice.address });
    await expect
      .poll(() => leg.heard.map(({ text }) => text), { timeout: 10_000 })
      .toContain('Please stay on the line. You are being connected.');
    expect(leg.keys).toBeUndefined();
  });

  it('hears no key that nobody asked for', async () => {
    const leg = await stage.simulator.startCall({ from: people.ann.phone, to: inboxes.voice.address });
    stage.simulator.press(leg, '1');
    expect(() => stage.simulator.press(leg, 'x')).toThrow('no key');
    expect(stage.items.some((item) => item.kind === 'call' && item.type === 'chose')).toBe(false);
  });
});
