import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboxAddress } from '../../channel-adapters/addresses.ts';
import type { CallNews } from '../../channel-adapters/calls.ts';
import { type WebhookAnswer, WebhookRefused, type WebhookRequest } from '../../channel-adapters/channel-adapter.ts';
import { readTwiml } from '../../channel-adapters/simulator/carrier/read-twiml.ts';
import { createVoiceAdapter } from '../../channel-adapters/voice/voice-adapter.ts';
import { account, inboxes, signedWebhook } from './simulator-stage.ts';

const adapter = createVoiceAdapter({ ...account, publicUrl: 'https://hub.example/' });
const ringing = { CallSid: 'CA1', From: '+12025550147', To: inboxes.voice.address, CallStatus: 'ringing', Direction: 'inbound' };
const ofCall = '?call=CA1';

describe('a call that comes in', () => {
  it('is news with the caller’s leg as its key, and waits in the queue of the number', async () => {
    const { items, answer } = await read('call', ringing);
    expect(items).toEqual([{ kind: 'call', type: 'incoming', externalId: 'CA1', from: { kind: 'phone', value: '+12025550147' } }]);
    expect(answer.contentType).toBe('text/xml; charset=utf-8');
    expect(answer.body).toContain('waitUrl="https://hub.example/webhooks/voice-en/wait"');
    expect(answer.body).toContain('action="https://hub.example/webhooks/voice-en/dequeued"');
    expect(answer.body).toContain('>inbox-voice-en</Enqueue>');
  });

  it.each([
    ['+266696687', { value: null }],
    ['+86282452253', { value: null }],
    ['anonymous', { value: null }],
    ['sip:anonymous@anonymous.invalid', { value: null }],
    ['sip:+4930901820@sip.example;transport=tls', { value: '+4930901820' }],
    ['sip:reception@office.example', { value: null, name: 'reception@office.example' }],
    ['client:kiosk-3', { value: null, name: 'kiosk-3' }],
  ])('knows the caller %s as %j', async (From, sender) => {
    expect((await read('call', { ...ringing, From })).items).toMatchObject([{ from: { kind: 'phone', ...sender } }]);
    if (!('name' in sender))
      expect((await read('call', { ...ringing, From })).items).not.toMatchObject([{ from: { name: expect.anything() } }]);
  });

  it('carries the name that the network shows for the number', async () => {
    expect((await read('call', { ...ringing, CallerName: ' ANN SMITH ' })).items).toMatchObject([
      { from: { value: '+12025550147', name: 'ANN SMITH' } },
    ]);
  });

  it.each([
    ['en', 'en-US', /agent will be with you/],
    ['zh-CN', 'zh-CN', /请不要挂机/],
  ])('hears in the inbox’s language %s that someone will come', async (language, spoken, text) => {
    const { items, answer } = await read('wait', { CallSid: 'CA1', QueueTime: '3' }, { inbox: { ...inboxes.voice, language } });
    expect(items).toEqual([]);
    expect(answer.body).toContain(`<Say language="${spoken}">`);
    expect(answer.body).toMatch(text);
    expect(answer.body).not.toContain('<Redirect');
  });
});

describe('a caller who leaves the queue', () => {
  const dequeued = (QueueResult: string) => read('dequeued', { CallSid: 'CA1', QueueResult, QueueTime: '12' });

  it('has ended the call by hanging up', async () => {
    expect((await dequeued('hangup')).items).toEqual([{ kind: 'call', type: 'ended', externalId: 'CA1' }]);
  });

  it.each(['redirected', 'bridged', 'leave'])('is no news when Twilio says %s', async (result) => {
    const { items, answer } = await dequeued(result);
    expect(items).toEqual([]);
    expect(answer.body).toMatch(/<Response\/>$/);
  });

  it.each(['queue-full', 'system-error'])('goes on waiting outside of it when Twilio says %s', async (result) => {
    const { items, answer } = await dequeued(result);
    expect(items).toEqual([]);
    expect(answer.body).toContain('>https://hub.example/webhooks/voice-en/wait?unqueued=yes</Redirect>');
    const wait = await read('wait', { CallSid: 'CA1' }, { query: '?unqueued=yes' });
    expect(wait.answer.body).toContain('>https://hub.example/webhooks/voice-en/wait?unqueued=yes</Redirect>');
  });
});

describe('what becomes of a call', () => {
  it.each(['completed', 'busy', 'failed', 'no-answer', 'canceled'])('is its end when the caller’s leg is %s', async (CallStatus) => {
    const params = { CallSid: 'CA1', CallStatus, CallDuration: '63', SequenceNumber: '0' };
    expect((await read('status', params)).items).toEqual([{ kind: 'call', type: 'ended', externalId: 'CA1', seconds: 63 }]);
  });

  it.each(['queued', 'ringing', 'in-progress'])('is no news while the caller’s leg is %s', async (CallStatus) => {
    expect((await read('status', { CallSid: 'CA1', CallStatus })).items).toEqual([]);
  });

  it('ignores a duration that is no number', async () => {
    expect((await read('status', { CallSid: 'CA1', CallStatus: 'completed', CallDuration: 'NaN' })).items).toEqual([
      { kind: 'call', type: 'ended', externalId: 'CA1' },
    ]);
  });

  it.each([
    ['participant-join', 'CA2', 'connected'],
    ['participant-join', 'CA1', undefined],
    ['participant-leave', 'CA2', 'ended'],
    ['participant-leave', 'CA1', undefined],
    ['conference-start', undefined, undefined],
    ['participant-mute', 'CA2', undefined],
  ])('at %s of leg %s is %s', async (StatusCallbackEvent, leg, type) => {
    const params = { ConferenceSid: 'CF1', StatusCallbackEvent, SequenceNumber: '4', ...(leg && { CallSid: leg }) };
    const { items } = await read('conference', params, { query: ofCall });
    expect(items).toEqual(type ? [{ kind: 'call', type, externalId: 'CA1', sequence: 4, agent: {} }] : []);
    const labelled = await read('conference', { ...params, ParticipantLabel: 'client:agent-7' }, { query: ofCall });
    expect(labelled.items).toEqual(
      type ? [{ kind: 'call', type, externalId: 'CA1', sequence: 4, agent: { address: 'client:agent-7' } }] : [],
    );
  });

  it.each([
    ['CA2', ['ended']],
    ['CA1', []],
    [undefined, []],
  ])(
    'is its end when the conference was ended by the agent’s leg, not by the caller’s, who may have been moved: %s',
    async (leg, expected) => {
      const params = { ConferenceSid: 'CF1', StatusCallbackEvent: 'conference-end', ...(leg && { CallSidEndingConference: leg }) };
      expect((await read('conference', params, { query: ofCall })).items.map(({ type }) => type)).toEqual(expected);
    },
  );

  it.each([
    ['completed', ['ended']],
    ['in-progress', []],
  ])('once the caller has left the conference and is %s, nothing of it goes on', async (CallStatus, expected) => {
    const { items, answer } = await read('left', { CallSid: 'CA1', CallStatus, DialCallStatus: 'answered' });
    expect(items.map(({ type }) => type)).toEqual(expected);
    expect(answer.body).toContain('<Hangup/>');
  });

  it.each([
    ['busy', 'agent_unreachable'],
    ['no-answer', 'agent_unreachable'],
    ['failed', 'agent_unreachable'],
    ['canceled', 'agent_unreachable'],
    ['completed', undefined],
    ['ringing', undefined],
  ])('when the agent’s leg is %s is %s', async (CallStatus, type) => {
    for (const [query, agent] of [
      [ofCall, {}],
      [`${ofCall}&agent=client%3Aagent-7`, { address: 'client:agent-7' }],
    ] as const) {
      const { items } = await read('agent', { CallSid: 'CA2', CallStatus, SequenceNumber: '0' }, { query });
      expect(items).toEqual(type ? [{ kind: 'call', type, externalId: 'CA1', agent }] : []);
    }
  });
});

describe('a webhook that is not what it says', () => {
  it.each(['call', 'wait', 'dequeued', 'left', 'status', 'conference', 'agent'])('is refused as forged at %s', async (path) => {
    await expectRefusal(signedWebhook(inboxes.voice, path, ringing, { forge: true }), 'bad_signature');
    await expectRefusal({ ...signedWebhook(inboxes.voice, path, ringing), headers: {} }, 'bad_signature');
  });

  it('is refused as forged when it names another call than was signed', async () => {
    const request = signedWebhook(inboxes.voice, 'agent', { CallSid: 'CA2', CallStatus: 'busy' }, { query: ofCall });
    await expectRefusal({ ...request, url: request.url.replace('CA1', 'CA7') }, 'bad_signature');
  });

  it.each([
    ['call', {}, ''],
    ['call', { ...ringing, To: '+12025550199' }, ''],
    ['dequeued', { CallSid: 'CA1' }, ''],
    ['status', { CallSid: 'CA1' }, ''],
    ['conference', { ConferenceSid: 'CF1' }, ofCall],
    ['conference', { StatusCallbackEvent: 'conference-end' }, ''],
    ['agent', { CallSid: 'CA2', CallStatus: 'busy' }, ''],
    ['message', ringing, ''],
  ])('is refused as malformed: %s with %j%s', async (path, params, query) => {
    await expectRefusal(signedWebhook(inboxes.voice, path, params, { query }), 'malformed_webhook');
  });
});

describe('any webhook that Twilio has signed', () => {
  const paths = ['call', 'wait', 'dequeued', 'left', 'status', 'conference', 'agent', 'other'];
  const words = [
    'CallSid',
    'From',
    'To',
    'CallStatus',
    'QueueResult',
    'StatusCallbackEvent',
    'SequenceNumber',
    'CallDuration',
    'CallerName',
  ];
  const known = fc.constantFrom('CA1', 'CA2', inboxes.voice.address, 'completed', 'participant-join', '7');
  const values = fc.oneof(known, fc.string({ unit: 'binary', maxLength: 40 }));

  it('is understood or refused by name, and answered with a document the carrier can follow', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.dictionary(fc.constantFrom(...words), values), async (path, params) => {
        const wellFormed = Object.fromEntries([...new URLSearchParams(params)]);
        const reading = await read(path, wellFormed, { query: ofCall }).catch((thrown: unknown) => thrown);
        if (reading instanceof WebhookRefused) return void expect(reading.code).toBe('malformed_webhook');
        if (reading instanceof Error) throw reading;
        expect(reading).toMatchObject({ answer: { status: 200, body: expect.toSatisfy(canBeFollowed) } });
      }),
      { numRuns: 500 },
    );
  });
});

const canBeFollowed = (twiml: string) => readTwiml(twiml, 'https://hub.example/').length >= 0;

function read(
  path: string,
  params: Record<string, string>,
  { inbox = inboxes.voice, query = '' }: { inbox?: InboxAddress; query?: string } = {},
) {
  return readRequest(signedWebhook(inbox, path, params, { query }));
}

async function readRequest(request: WebhookRequest): Promise<{ items: CallNews[]; answer: WebhookAnswer }> {
  if (!adapter.readWebhook) throw new Error('calls come in by webhook');
  const { items, answer } = await adapter.readWebhook(request);
  return { items: items.filter((item) => item.kind === 'call'), answer };
}

async function expectRefusal(request: WebhookRequest, code: WebhookRefused['code']): Promise<void> {
  const refusal = await readRequest(request).catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(WebhookRefused);
  expect(refusal).toMatchObject({ code });
}
