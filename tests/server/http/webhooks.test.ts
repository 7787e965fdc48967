import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../server/contract/entities.ts';
import { sql } from '../../../server/db/sql.ts';
import {
  accountSid,
  addPerson,
  authToken,
  type Client,
  callArrives,
  client,
  eventNames,
  eventually,
  request,
  smsArrives,
  startTestHub,
  supportNumber,
  type TestHub,
  twilioPost,
} from '../../support/hub.ts';

/** Whatever is thrown at a webhook has a named answer, is counted, and the next good one is taken. */
let test: TestHub;
let boss: Client;
let sms: string;
let voice: string;

beforeEach(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { role: 'supervisor' }));
  [sms, voice] = [await test.inboxOf('sms'), await test.inboxOf('voice')];
});
afterEach(async () => {
  // The next good item flows.
  expect((await smsArrives(test, { from: '+441632960999', text: 'and still it works' })).status).toBe(200);
  await eventually(async () => expect((await boss.call('queue', {})).tasks.map(({ preview }) => preview)).toContain('and still it works'));
  await test.stop();
});

const message = {
  MessageSid: `SM${'a'.repeat(32)}`,
  AccountSid: accountSid,
  From: '+441632960111',
  To: supportNumber,
  Body: 'hello',
  NumMedia: '0',
};
const answerOf = async (response: Response) => `${response.status} ${Failure.safeParse(await response.json()).data?.error.code}`;
const quarantine = async () => (await boss.call('listQuarantine', {})).items.map(({ reason, channel }) => `${channel} ${reason}`);
const taken = async () => (await eventNames(test, 'message.received')).length;
const counted = async (metric: string) => {
  const text = await (await fetch(`${test.url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(metric))
      ?.split(' ')
      .at(-1) ?? 0,
  );
};

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${test.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
}

describe('a forged webhook', () => {
  it.each([
    ['without a signature', () => post(`/webhooks/${sms}/message`, new URLSearchParams(message).toString())],
    [
      'with a signature of somebody else',
      () =>
        twilioPost(
          test,
          sms,
          'message',
          message,
          twilio.getExpectedTwilioSignature('guessed', `${test.url}/webhooks/${sms}/message`, message),
        ),
    ],
    [
      'with the signature of another body',
      () =>
        twilioPost(
          test,
          sms,
          'message',
          { ...message, Body: 'changed' },
          twilio.getExpectedTwilioSignature(authToken, `${test.url}/webhooks/${sms}/message`, message),
        ),
    ],
    [
      'with the signature of another address',
      () =>
        twilioPost(
          test,
          voice,
          'call',
          message,
          twilio.getExpectedTwilioSignature(authToken, `${test.url}/webhooks/${sms}/message`, message),
        ),
    ],
    [
      'with a parameter more',
      () =>
        twilioPost(
          test,
          sms,
          'message?x=1',
          message,
          twilio.getExpectedTwilioSignature(authToken, `${test.url}/webhooks/${sms}/message`, message),
        ),
    ],
    [
      'with rubbish for a signature',
      () => post(`/webhooks/${sms}/message`, new URLSearchParams(message).toString(), { 'x-twilio-signature': '\u00ff'.repeat(500) }),
    ],
  ])('%s is refused, counted, and leaves nothing', async (_, send) => {
    expect(await answerOf(await send())).toBe('403 bad_signature');
    expect(await counted('touchline_refused_total{reason="bad_signature"}')).toBe(1);
    expect([await quarantine(), await taken()]).toEqual([[], 0]);
  });
});

describe('a webhook that comes again', () => {
  it('hours later, replayed with its true signature, has no second effect', async () => {
    const before = await twilioPost(test, sms, 'message', message);
    test.clock.move(5 * 3600);
    const replayed = await twilioPost(test, sms, 'message', message);
    expect([before.status, replayed.status, await taken()]).toEqual([200, 200, 1]);
    expect(await counted('touchline_inbound_total{channel="sms",outcome="duplicate"}')).toBe(1);
  });

  it('with other words under the same id is kept aside, and the first stands', async () => {
    await twilioPost(test, sms, 'message', message);
    expect((await twilioPost(test, sms, 'message', { ...message, Body: 'something else' })).status).toBe(200);
    expect([await quarantine(), await taken()]).toEqual([['sms message_id_reused'], 1]);
  });
});

describe('a webhook with a true signature and a wrong form', () => {
  it.each([
    ['without From', () => twilioPost(test, sms, 'message', { MessageSid: message.MessageSid, To: supportNumber })],
    ['without an id', () => twilioPost(test, sms, 'message', { From: '+441632960111', To: supportNumber, Body: 'x' })],
    ['with an id that is none', () => twilioPost(test, sms, 'message', { ...message, MessageSid: "SM'; drop table entries" })],
    ['to another number', () => twilioPost(test, sms, 'message', { ...message, To: '+441632960001' })],
    ['of a kind that nobody knows', () => twilioPost(test, sms, 'no/such/thing', message)],
    ['of a kind with a NUL', () => twilioPost(test, sms, '%00', message)],
    ['about no call', () => twilioPost(test, voice, 'agent', { CallStatus: 'busy', CallSid: message.MessageSid })],
    ['empty', () => twilioPost(test, sms, 'message', {})],
  ])('%s is refused by name, kept aside and counted', async (_, send) => {
    expect(await answerOf(await send())).toBe('400 malformed_webhook');
    expect(await quarantine()).toEqual([expect.stringMatching(/^(sms|voice) malformed_webhook$/)]);
    expect(await eventNames(test, 'item.quarantined')).toHaveLength(1);
    expect(await counted('touchline_refused_total{reason="malformed_webhook"}')).toBe(1);
    expect(await taken()).toBe(0);
  });

  it('cannot be run again by us: its carrier delivers it anew', async () => {
    await twilioPost(test, sms, 'message', {});
    const [item] = (await boss.call('listQuarantine', {})).items;
    expect(await boss.refusal('retryQuarantined', { id: item?.id ?? '' })).toBe('400 bad_request');
    expect(await quarantine()).toEqual(['sms malformed_webhook']);
  });
});

describe('a message with odd contents', () => {
  it.each([
    ['NUL and control characters', { Body: 'a\u0000b\u0007c' }, 'abc'],
    ['nothing written', { Body: '' }, ''],
    ['a picture and no text', { Body: '', NumMedia: '1', MediaUrl0: 'https://api.twilio.com/media/1' }, 'https://api.twilio.com/media/1'],
    ['a hundred pictures announced', { NumMedia: '99999999999' }, 'hello'],
    ['an emoji and Chinese', { Body: '漏水了💧' }, '漏水了💧'],
    ['markup', { Body: '<script>alert(1)</script>' }, '<script>alert(1)</script>'],
  ])('%s is taken as it is', async (_, more, text) => {
    expect((await twilioPost(test, sms, 'message', { ...message, ...more })).status).toBe(200);
    const [task] = (await boss.call('queue', {})).tasks;
    expect((await boss.call('getConversation', { id: task?.conversationId ?? '' })).entries.map((entry) => entry.text)).toEqual([text]);
  });

  it.each(['TWILIO', '12345', '+1', '', 'a\u0000b', 'sip:someone@example.org', '＋４４１６３２', '+441632 960 111'])(
    'from %j is taken, whoever that is',
    async (From) => {
      expect((await twilioPost(test, sms, 'message', { ...message, From })).status).toBe(200);
      expect(await taken()).toBe(1);
    },
  );

  it('of many kilobytes is taken whole', async () => {
    expect((await twilioPost(test, sms, 'message', { ...message, Body: '漏水'.repeat(20_000) })).status).toBe(200);
    const [entry] = await test.hub.db.all<{ length: number }>(sql`select length(text) as length from entries`);
    expect(entry?.length).toBe(40_000);
  });
});

describe('what is no webhook of ours', () => {
  it.each([
    ['an unknown inbox', () => post(`/webhooks/${crypto.randomUUID()}/message`, ''), '404 unknown_inbox'],
    ['an inbox that is no id', () => post('/webhooks/%00/message', ''), '404 unknown_inbox'],
    ['an address cut in half', () => post('/webhooks/%E0%A4%A/message', ''), '400 bad_request'],
    ['a body larger than any', () => post(`/webhooks/${sms}/message`, 'x'.repeat(1_200_000)), '413 payload_too_large'],
    ['a body that says it is compressed', () => post(`/webhooks/${sms}/message`, 'x', { 'content-encoding': 'gzip' }), '400 bad_request'],
    ['a body of an unknown compression', () => post(`/webhooks/${sms}/message`, 'x', { 'content-encoding': 'zip' }), '415 bad_request'],
    ['JSON', () => post(`/webhooks/${sms}/message`, '{"From":', { 'content-type': 'application/json' }), '403 bad_signature'],
    [
      'bytes',
      () => post(`/webhooks/${sms}/message`, Buffer.from([0, 255, 254, 37, 0]), { 'content-type': 'application/octet-stream' }),
      '403 bad_signature',
    ],
    ['a GET', () => fetch(`${test.url}/webhooks/${sms}/message`), '403 bad_signature'],
  ])('%s', async (_, send, answer) => {
    expect(await answerOf(await send())).toBe(answer);
    expect([await quarantine(), await taken()]).toEqual([[], 0]);
  });
});

describe('guessing a password', () => {
  it('is slowed down for that person and address, on all tries, and nobody else is', async () => {
    const guess = async (email: string) => (await request(test.url, 'signIn', { body: { email, password: 'guessed' } }, {})).status;
    const answers: number[] = [];
    for (let i = 0; i < 12; i++) answers.push(await guess(boss.person.email));
    expect(answers).toEqual([...Array(9).fill(401), 429, 429, 429]);
    expect((await request(test.url, 'signIn', { body: { email: boss.person.email, password: boss.person.password } }, {})).status).toBe(
      429,
    );
    expect(await guess('somebody.else@touchline.example')).toBe(401);
    expect(await counted('touchline_refused_total{reason="too_many_attempts"}')).toBe(4);
  });
});

describe('a page of another site', () => {
  it('cannot change anything with the cookie of our agent', async () => {
    const body = JSON.stringify({ language: 'zh-CN' });
    const put = (origin: string | undefined) =>
      fetch(`${test.url}/api/me/language`, {
        method: 'PUT',
        body,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${boss.token}`, ...(origin ? { origin } : {}) },
      });
    for (const origin of ['https://evil.example', 'null', `${test.url}.evil.example`])
      expect(await answerOf(await put(origin))).toBe('403 foreign_origin');
    expect([(await put(test.url)).status, (await put(undefined)).status]).toEqual([200, 200]);
    const signIn = await fetch(`${test.url}/api/session`, {
      method: 'POST',
      body: '{"email":"a","password":"b"}',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
    });
    expect(await answerOf(signIn)).toBe('403 foreign_origin');
    expect((await callArrives(test, { from: '+441632960111', sid: `CA${'1'.repeat(32)}` })).status).toBe(200);
  });
});
