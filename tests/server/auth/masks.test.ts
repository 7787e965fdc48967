import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maskAnswer } from '../../../server/auth/masks/mask-answer.ts';
import { maskText } from '../../../server/auth/masks/mask-text.ts';
import { api, type EndpointName } from '../../../server/contract/api.ts';
import { sql } from '../../../server/db/sql.ts';
import { openConsole } from '../../support/console-socket.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  request,
  smsArrives,
  supportMail,
  type TestHub,
} from '../../support/hub.ts';
import { employ, type Matter, roleDraft, somebodyWrites } from '../../support/roles.ts';
import { startTwoQueues } from '../../support/two-queues.ts';

const phone = '+441632960711';
const email = 'ada.lovelace@customer.example';
const secrets = [phone, '01632 960711', '960711', email, 'ada.lovelace', 'customer.example'];
const said = `Ring me on 01632 960711 or write to ${email}`;

let test: TestHub;
let admin: Client;
let masked: Client;
let customerId: string;
let sms: Matter;
let mailEntry: { id: string; conversationId: string; attachmentId: string };

beforeAll(async () => {
  ({ test } = await startTwoQueues());
  admin = await client(test, await addPerson(test, { role: 'admin', queues: [] }));
  masked = await employ(
    test,
    roleDraft({
      masked: true,
      rights: {
        imports: { read: 'all', write: 'all' },
        intake: { read: 'all', write: 'all' },
        privacy: { read: 'all', write: 'none' },
        queues: { read: 'all', write: 'all' },
        identity: { read: 'all', write: 'none' },
      },
    }),
  );
  customerId = await addCustomer(test, { name: 'Ada Byron', phone, email, externalId: 'C-1' });
  sms = await somebodyWrites(test, phone, 'support', said);
  const post = createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true });
  await post.sendMail({
    from: email,
    to: supportMail,
    cc: `colleague@customer.example`,
    subject: `From ${email}`,
    text: said,
    html: `<p>${said}</p>`,
    attachments: [{ filename: 'card.vcf', content: `TEL:${phone}`, contentType: 'text/vcard' }],
  });
  mailEntry = await eventually(() =>
    test.hub.db.one(
      sql`select e.id, e.conversation_id, a.id as attachment_id from entries e join attachments a on a.entry_id = e.id where e.customer_id = ${customerId} limit 1`,
    ),
  );
}, 120_000);
afterAll(() => test.stop());

const leaked = (text: string): string[] => secrets.filter((secret) => text.includes(secret));
const auth = ({ token }: Client) => ({ authorization: `Bearer ${token}` });
const read = async (path: string, who = masked) => {
  const response = await fetch(`${test.url}${path}`, { headers: auth(who) });
  return { status: response.status, text: await response.text() };
};

const ids: Record<string, () => string> = {
  '/api/customers/:id': () => customerId,
  '/api/tickets/:id': () => sms.ticketId,
  '/api/conversations/:id': () => sms.conversationId,
  '/api/tasks/:id': () => sms.taskId,
};
const idOf = (path: string): string => Object.entries(ids).find(([start]) => path.startsWith(start))?.[1]() ?? crypto.randomUUID();
const reading = Object.keys(api).filter((name): name is EndpointName => name in api && api[name as EndpointName].method === 'get');
const queries: Partial<Record<EndpointName, object>> = {
  searchSaid: { words: 'ring' },
  listEvents: { after: 0 },
  listCustomers: { search: 'Ada' },
};

describe('to whom does not hold the contact', () => {
  it.each(reading)('%s tells no address', async (name) => {
    const { body } = await request(test.url, name, { id: idOf(api[name].path), query: queries[name] ?? {} }, auth(masked));
    expect(leaked(JSON.stringify(body))).toEqual([]);
  });

  it('what others see in full is there, in part', async () => {
    const customer = await masked.call('getCustomer', { id: customerId });
    expect(customer.contactPoints.map(({ value }) => value).sort()).toEqual(['a•••@•••', '•••11']);
    expect(customer).toMatchObject({ name: 'Ada Byron', externalId: 'C-1', id: customerId });
    const { entries } = await masked.call('getConversation', { id: sms.conversationId });
    expect(entries[0]?.text).toBe('Ring me on •••11 or write to a•••@•••');
    expect((await admin.call('getCustomer', { id: customerId })).contactPoints.map(({ value }) => value).sort()).toEqual([phone, email]);
  });

  it('no socket tells it, live or by replay', async () => {
    const console = await openConsole(test, { token: masked.token });
    await console.watch(sms.conversationId);
    await smsArrives(test, { from: phone, text: `Again: ${said}` });
    await eventually(async () => expect(console.heard.some(({ attached }) => attached.entry?.text.startsWith('Again'))).toBe(true));
    expect(leaked(JSON.stringify(console.heard))).toEqual([]);
    expect(leaked(JSON.stringify(await console.replay(0)))).toEqual([]);
    console.close();
  });

  it.each(['customers.csv', 'customers.jsonl', 'tickets.csv', 'orders.jsonl'])('no file takes it out: %s', async (file) => {
    const { status, text } = await read(`/api/exports/${file}`);
    expect(status).toBe(200);
    expect(leaked(text)).toEqual([]);
  });

  it('neither a history as a file, nor a mail, nor what was attached, nor everything that is held', async () => {
    expect(leaked((await read(`/api/customers/${customerId}/history.csv`)).text)).toEqual([]);
    const mail = await read(`/api/entries/${mailEntry.id}/html`);
    expect([mail.status, leaked(mail.text)]).toEqual([200, []]);
    expect(await read(`/api/attachments/${mailEntry.attachmentId}`)).toMatchObject({ status: 403 });
    expect((await read(`/api/entries/${mailEntry.id}/html`, admin)).text).toContain(email);
    const everything = await fetch(`${test.url}/api/customers/${customerId}/export.zip`, {
      method: 'POST',
      headers: { ...auth(masked), 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'curious' }),
    });
    expect(everything.status).toBe(403);
  });

  it('a search finds by a whole address, so that it cannot be found out piece by piece', async () => {
    const found = async (who: Client, search: string) => (await who.call('listCustomers', { query: { search } })).customers.length;
    for (const whole of [phone, '01632 960711', email, 'Byron']) expect(`${whole} ${await found(masked, whole)}`).toBe(`${whole} 1`);
    for (const part of ['ada.love', '0163296', '960711', 'customer.example', 'lovelace@']) {
      expect(`${part} ${await found(masked, part)}`).toBe(`${part} 0`);
      expect(`${part} ${await found(admin, part)}`).toBe(`${part} 1`);
    }
    const words = async (who: Client, asked: string) => (await who.call('searchSaid', { query: { words: asked } })).said.length;
    // What was said is made findable a moment after it was said.
    await expect.poll(() => words(admin, '01632')).toBe(3);
    expect(await words(masked, '01632')).toBe(0);
    expect((await masked.call('customerTimeline', { id: customerId, query: { search: '960711' } })).items).toEqual([]);
  });

  it('a list or a segment is not asked for the digits of a number either; tickets are still found by theirs', async () => {
    const listed = async (who: Client, words: string) =>
      (await who.call('listTickets', { query: { filter: JSON.stringify({ words }) } })).tickets.map(({ number }) => number);
    const counted = async (who: Client, words: string) =>
      (await who.call('countTickets', { body: { filters: [{ words }] } })).counts[0]?.count;
    expect([(await listed(masked, '01632')).length, (await listed(admin, '01632')).length]).toEqual([0, 2]);
    expect([await counted(masked, '960711'), await counted(admin, '960711')]).toEqual([0, 2]);
    const { number } = await test.hub.db.one<{ number: number }>(
      sql`update tickets set number = 163296 where id = ${sms.ticketId} returning number`,
    );
    expect(await listed(masked, `#${number}`)).toEqual([number]);
    const filter = { all: [{ field: 'company', is: 'contains' as const, value: '9607' }] };
    expect(await masked.refusal('countSegment', { body: { filter } })).toBe('403 not_allowed');
    expect((await admin.call('countSegment', { body: { filter } })).count).toBe(0);
  });

  it('a failure tells it no more than an answer', async () => {
    const stale = await request(
      test.url,
      'sendReply',
      { id: sms.conversationId, body: { clientId: 'stale-reply', text: 'Hi', seenSeq: 0 } },
      auth(masked),
    );
    expect(stale.status).toBe(409);
    expect(leaked(JSON.stringify(stale.body))).toEqual([]);
  });

  it('what was shown in part is never written back as if it were whole', async () => {
    expect(await masked.refusal('changeCustomer', { id: customerId, body: { occupation: 'a•••@•••' } })).toBe('422 masked_text');
    expect(await masked.refusal('addNote', { id: sms.conversationId, body: { clientId: 'masked-note', text: 'ring •••11' } })).toBe(
      '422 masked_text',
    );
  });
});

describe('to whom holds the contact', () => {
  it('it is whole as long as the task is theirs', async () => {
    await test.hub.db.all(sql`update tasks set state = 'assigned', agent_id = ${masked.person.id} where id = ${sms.taskId}`);
    const values = async () => (await masked.call('getCustomer', { id: customerId })).contactPoints.map(({ value }) => value).sort();
    expect(await values()).toEqual([phone, email]);
    expect((await masked.call('getConversation', { id: sms.conversationId })).entries[0]?.text).toBe(said);
    expect((await read(`/api/attachments/${mailEntry.attachmentId}`)).status).toBe(200);
    // A file goes from hand to hand.
    expect(leaked((await read('/api/exports/customers.csv')).text)).toEqual([]);
    await test.hub.db.all(sql`update tasks set state = 'pending', agent_id = null where id = ${sms.taskId}`);
    expect(await values()).toEqual(['a•••@•••', '•••11']);
  });
});

describe('asking to see it', () => {
  it('shows it for a quarter of an hour and is on record with its reason', async () => {
    expect(await masked.refusal('unmaskCustomer', { id: customerId, body: { reason: 'x' } })).toBe('400 bad_request');
    await masked.call('unmaskCustomer', { id: customerId, body: { reason: 'calls back on another line' } });
    const values = async () => (await masked.call('getCustomer', { id: customerId })).contactPoints.map(({ value }) => value).sort();
    expect(await values()).toEqual([phone, email]);
    const { unmaskings } = await admin.call('listUnmaskings');
    expect(unmaskings).toMatchObject([
      { agent: { id: masked.person.id }, customer: { id: customerId, name: 'Ada Byron' }, reason: 'calls back on another line' },
    ]);
    const events = await test.hub.db.all<{ data: object; agentId: string }>(
      sql`select data, agent_id from events where name = 'customer.unmasked'`,
    );
    expect(events).toMatchObject([{ agentId: masked.person.id }]);
    expect(JSON.stringify(events)).not.toContain('another line');
    test.clock.move(901);
    expect(await values()).toEqual(['a•••@•••', '•••11']);
  });

  it('is not for customers out of sight, nor for whoever sees everything already', async () => {
    const far = await somebodyWrites(test, '+441632960799', 'sales');
    expect(await masked.refusal('unmaskCustomer', { id: far.customerId, body: { reason: 'curious' } })).toBe('404 not_found');
    expect(await admin.refusal('unmaskCustomer', { id: customerId, body: { reason: 'curious' } })).toBe('409 not_masked');
  });
});

describe('a text', () => {
  it.each([
    ['Ring +44 1632 960 711 now', 'Ring •••11 now'],
    ['(01632) 960-711', '•••11'],
    ['电话13812345678，谢谢', '电话•••78，谢谢'],
    ['邮箱：li.na@公司.cn。', '邮箱：l•••@•••。'],
    ['０１６３２ ９６０７１１', '•••１１'],
    ['two: 01632 960711 0207 1234567', 'two: •••67'],
    ['the shortest that reaches somebody: 555-0101', 'the shortest that reaches somebody: •••01'],
    ['room 555-010', 'room 555-010'],
    ['_x@y.example', '_•••@•••'],
    ['a+tag@mail.example.com, b@c.de', 'a•••@•••, b•••@•••'],
    ['on 2026-05-01 and 01.05.2026 at 10:30, 3 × 12.50', 'on 2026-05-01 and 01.05.2026 at 10:30, 3 × 12.50'],
    ['@mei said: order SO-10023, ticket #1042', '@mei said: order SO-10023, ticket #1042'],
  ])('%s', (text, shown) => {
    expect(maskText(text)).toBe(shown);
    expect(maskText(shown)).toBe(shown);
  });

  it('of a hundred thousand characters is read at once, whatever it is made of', () => {
    const began = performance.now();
    for (const piece of ['a', '1 ', '+', 'a.', '((((', '@', '1@', '1-2']) maskText(piece.repeat(100_000 / piece.length));
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('that was cut, or in which words are marked, is masked over the seams', () => {
    const cut = [
      { text: '…632 960 ', hit: false },
      { text: '711', hit: true },
      { text: ' or ada', hit: false },
      { text: '@', hit: true },
      { text: 'customer.exam', hit: false },
      { text: '…', hit: false },
    ];
    expect(JSON.stringify(maskAnswer({ snippet: cut }, new Set()))).not.toMatch(/711|960|customer/);
  });
});
