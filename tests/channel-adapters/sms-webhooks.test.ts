import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InboundItem, type WebhookReading, WebhookRefused, type WebhookRequest } from '../../channel-adapters/channel-adapter.ts';
import { createSmsAdapter } from '../../channel-adapters/sms/sms-adapter.ts';
import { account, inboxes, signedWebhook } from './simulator-stage.ts';

const adapter = createSmsAdapter({ ...account, publicUrl: 'https://hub.example' });
const written = { MessageSid: 'SM1', From: '+8613800138000', To: inboxes.sms.address, Body: '您好', NumMedia: '0' };

describe('an SMS that comes in', () => {
  it('becomes a message with Twilio’s SID as its key, and is answered with an empty document', async () => {
    const { items, answer } = await read(signedWebhook(inboxes.sms, 'message', written));
    expect(items).toEqual([
      { kind: 'message', externalId: 'SM1', from: { kind: 'phone', value: '+8613800138000' }, text: '您好', files: [] },
    ]);
    expect(answer).toMatchObject({ status: 200, contentType: 'text/xml; charset=utf-8' });
    expect(answer.body).toMatch(/<Response\/>$/);
  });

  it.each([
    ['+1 (202) 555-0147', '+12025550147'],
    ['+862012345678', '+862012345678'],
  ])('gives the writer %s as %s', async (from, value) => {
    expect(await senderOf(from)).toEqual({ kind: 'phone', value });
  });

  it.each(['+266696687', 'Anonymous', 'UNKNOWN', ''])('keeps a writer who hides as %j without value or name', async (from) => {
    expect(await senderOf(from)).toEqual({ kind: 'phone', value: null });
  });

  it.each(['MyBank', '73822', '中国移动'])('keeps the sender %s, which is no number, as a name only', async (from) => {
    expect(await senderOf(from)).toEqual({ kind: 'phone', value: null, name: from });
  });

  it('loses control characters, half surrogate pairs and carriage returns, and nothing else', async () => {
    const Body = 'one\u0000\u0007\r\ntwo\tthree\u009f 👍🏽 𠮷 مرحبا <b>';
    expect(await textOf({ ...written, Body })).toBe('one\ntwo\tthree 👍🏽 𠮷 مرحبا <b>');
  });

  it('never lets a NUL through in the name of a sender', async () => {
    expect(await senderOf('My\u0000Bank\n')).toEqual({ kind: 'phone', value: null, name: 'MyBank' });
  });

  it('lists the addresses of pictures below the text', async () => {
    const pictures = { NumMedia: '2', MediaUrl0: 'https://api.twilio.com/one', MediaUrl1: 'https://api.twilio.com/two' };
    expect(await textOf({ ...written, ...pictures })).toBe('您好\nhttps://api.twilio.com/one\nhttps://api.twilio.com/two');
    expect(await textOf({ ...written, ...pictures, Body: '', NumMedia: '99999999' })).toBe(
      'https://api.twilio.com/one\nhttps://api.twilio.com/two',
    );
  });

  it('is read as well when the number is set up to call us by GET', async () => {
    const search = `?${new URLSearchParams(written)}`;
    const request = { ...signedWebhook(inboxes.sms, 'message', {}, { query: search }), method: 'GET' };
    expect((await read(request)).items).toMatchObject([{ externalId: 'SM1', text: '您好' }]);
  });
});

describe('a webhook that is not what it says', () => {
  it.each([
    ['signed with another token', signedWebhook(inboxes.sms, 'message', written, { forge: true })],
    ['not signed', { ...signedWebhook(inboxes.sms, 'message', written), headers: {} }],
    [
      'changed on the way',
      { ...signedWebhook(inboxes.sms, 'message', written), body: Buffer.from(new URLSearchParams({ ...written, Body: 'pay' }).toString()) },
    ],
    [
      'given one more parameter',
      { ...signedWebhook(inboxes.sms, 'message', written), body: Buffer.from(`${new URLSearchParams(written)}&From=%2B1`) },
    ],
    ['replayed at another inbox', { ...signedWebhook(inboxes.sms, 'message', written), url: 'https://hub.example/webhooks/other/message' }],
    [
      'replayed as a status of another message',
      { ...signedWebhook(inboxes.sms, 'status', written), url: 'https://hub.example/webhooks/sms-en/status?message=m2' },
    ],
  ])('is refused as forged when it was %s', async (_how, request) => {
    await expectRefusal(request, 'bad_signature');
  });

  it.each(['MessageSid', 'From', 'To'])('is refused as malformed without %s', async (name) => {
    const rest = Object.fromEntries(Object.entries(written).filter(([key]) => key !== name));
    await expectRefusal(signedWebhook(inboxes.sms, 'message', rest), 'malformed_webhook');
  });

  it.each([
    ['to another number', signedWebhook(inboxes.sms, 'message', { ...written, To: '+12025550199' })],
    ['with an empty SID', signedWebhook(inboxes.sms, 'message', { ...written, MessageSid: '' })],
    ['with a SID of a kilobyte', signedWebhook(inboxes.sms, 'message', { ...written, MessageSid: 'S'.repeat(1000) })],
    ['at an address that does not exist', signedWebhook(inboxes.sms, 'call', written)],
  ])('is refused as malformed %s', async (_how, request) => {
    await expectRefusal(request, 'malformed_webhook');
  });

  it('cannot be mistaken for another by a parameter named like a property of every object', async () => {
    await expectRefusal(signedWebhook(inboxes.sms, 'message', { ['__proto__']: 'x', constructor: 'y' }), 'malformed_webhook');
  });
});

describe('any webhook that Twilio has signed', () => {
  const noise = fc.string({ unit: 'binary', maxLength: 40 });
  const usual = { MessageSid: 'SM1', To: inboxes.sms.address, From: '+12025550147', MessageStatus: 'delivered' };
  const changed = fc.dictionary(
    fc.oneof(fc.constantFrom('From', 'Body', 'NumMedia', 'MediaUrl0', 'MessageSid', 'To', 'MessageStatus'), noise),
    noise,
  );

  it('is understood or refused by name, and what is understood can be stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('message', 'status', 'other'), changed, async (path, params) => {
        const wellFormed = Object.fromEntries([...new URLSearchParams({ ...usual, ...params })]);
        const reading = await read(signedWebhook(inboxes.sms, path, wellFormed)).catch((thrown: unknown) => thrown);
        if (reading instanceof WebhookRefused) return void expect(reading.code).toBe('malformed_webhook');
        if (reading instanceof Error) throw reading;
        expect(JSON.stringify(reading)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what became of a message of ours', () => {
  const query = '?message=0199c1f0-0000-7000-8000-000000000001';
  const report = (params: Record<string, string>) =>
    read(signedWebhook(inboxes.sms, 'status', { MessageSid: 'SM9', ...params }, { query }));

  it.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['partially_delivered', 'delivered'],
    ['read', 'read'],
  ])('is reported with our own id when Twilio says %s', async (MessageStatus, status) => {
    const { items } = await report({ MessageStatus });
    expect(items).toEqual([{ kind: 'report', externalId: 'SM9', messageId: '0199c1f0-0000-7000-8000-000000000001', status }]);
  });

  it.each(['undelivered', 'failed'])('carries the error code when Twilio says %s', async (MessageStatus) => {
    expect((await report({ MessageStatus, ErrorCode: '30003' })).items).toMatchObject([{ status: 'failed', errorCode: '30003' }]);
  });

  it.each(['accepted', 'queued', 'sending', 'a-status-of-tomorrow'])('is no news while Twilio says %s', async (MessageStatus) => {
    const { items, answer } = await report({ MessageStatus });
    expect(items).toEqual([]);
    expect(answer.status).toBe(200);
  });

  it('is refused as malformed without a status', async () => {
    await expectRefusal(signedWebhook(inboxes.sms, 'status', { MessageSid: 'SM9' }, { query }), 'malformed_webhook');
  });
});

async function read(request: WebhookRequest): Promise<WebhookReading> {
  if (!adapter.readWebhook) throw new Error('SMS come in by webhook');
  return adapter.readWebhook(request);
}

async function messageIn(params: Record<string, string>): Promise<Extract<InboundItem, { kind: 'message' }>> {
  const [item] = (await read(signedWebhook(inboxes.sms, 'message', params))).items;
  return item?.kind === 'message' ? item : expect.fail('no message came in');
}

const senderOf = async (From: string) => (await messageIn({ ...written, From })).from;
const textOf = async (params: Record<string, string>) => (await messageIn(params)).text;

async function expectRefusal(request: WebhookRequest, code: WebhookRefused['code']): Promise<void> {
  const refusal = await read(request).catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(WebhookRefused);
  expect(refusal).toMatchObject({ code });
}
