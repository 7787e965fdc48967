import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { api, type Endpoint, type EndpointName } from '../../../server/contract/api.ts';
import type { Failure } from '../../../server/contract/entities.ts';
import { Failure as FailureShape } from '../../../server/contract/entities.ts';
import { type Client, request } from '../../support/hub.ts';
import { openWorld, type World } from '../../support/world.ts';

/** Whatever comes in at the API is answered with a name, never with a 500, and the next good request is served. */
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  expect((await world.mei.call('desk')).agent.id).toBe(world.mei.person.id);
  await world.stop();
});

const endpoints = Object.keys(api).filter((name): name is EndpointName => name in api);
const as = ({ token }: Client) => ({ authorization: `Bearer ${token}` });
const uuid = '01a200d9-4aa9-763b-b976-08139912ea4c';

const words = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '%',
  '\\',
  "'; drop table tickets; --",
  '_',
  '漏水',
  '💥',
  'x'.repeat(5000),
  '-1',
  '0',
  '1e309',
  '9999999999',
  '9007199254740993',
  'NaN',
  'null',
  '[object Object]',
  uuid,
  '-'.repeat(36),
  `_${uuid}`,
  `2026-01-01T00:00:00.000Z_${'-'.repeat(36)}`,
  `2026-01-01T00:00:00.000Z_x`,
  `2026-13-45T00:00:00.000Z_${uuid}`,
  `0000-01-01T00:00:00.000Z_${uuid}`,
  `+275760-09-13T00:00:00.000Z_${uuid}`,
  `Thu, 01 Jan 1970 00:00:00 GMT+0200 (x)_${uuid}`,
  `1_${uuid}`,
  `2026-01-01T00:00:00.000Z_${uuid}_more`,
];
const values = [
  ...words,
  '\ud800',
  'a\udc00b',
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e300,
  true,
  false,
  null,
  [],
  ['x'],
  {},
  { text: 'x' },
  'x'.repeat(150_000),
];

/** A request that would be served, of each endpoint that takes something. */
const good: Partial<Record<EndpointName, () => { id?: string; body?: Record<string, unknown> }>> = {
  signIn: () => ({ body: { email: 'nobody@touchline.example', password: 'x' } }),
  changePassword: () => ({ body: { current: 'wrong', next: 'long enough for this' } }),
  keepFirstSteps: () => ({ body: { done: ['ring'], closed: false } }),
  setLanguage: () => ({ body: { language: 'en' } }),
  createToken: () => ({ body: { name: 'x' } }),
  setStatus: () => ({ body: { status: 'away', reason: 'lunch' } }),
  getTask: () => ({ id: world.taskId }),
  taskReceipts: () => ({ id: world.taskId }),
  completeTask: () => ({ id: world.taskId, body: { disposition: 'resolved', ticketStatus: 'open' } }),
  getTicket: () => ({ id: world.ticketId }),
  setTicketStatus: () => ({ id: world.ticketId, body: { status: 'open' } }),
  getConversation: () => ({ id: world.conversationId }),
  sendReply: () => ({ id: world.conversationId, body: { clientId: crypto.randomUUID(), text: 'hi', seenSeq: 1000 } }),
  addNote: () => ({ id: world.conversationId, body: { clientId: crypto.randomUUID(), text: 'hi' } }),
  getCustomer: () => ({ id: world.customerId }),
  customerTimeline: () => ({ id: world.customerId }),
  previewPolicy: () => ({ body: { draft: {} } }),
  previewCalendar: () => ({ body: { draft: {} } }),
};

async function expectNamed(name: EndpointName, given: { id?: string; body?: unknown; query?: object }): Promise<void> {
  const { status, body } = await request(world.test.url, name, { id: uuid, ...given }, as(world.supervisor));
  if (status === 200) return;
  expect({ status, named: FailureShape.safeParse(body).success, given: JSON.stringify(given).slice(0, 200) }).toMatchObject({
    named: true,
  });
  expect({ status, code: (body as Failure).error.code, given: JSON.stringify(given).slice(0, 200) }).not.toMatchObject({
    code: 'internal',
  });
  expect(status).toBeLessThan(500);
}

const keysOf = (schema: z.ZodObject | undefined): string[] => Object.keys(schema?.shape ?? {});
const shapes = (name: EndpointName): Endpoint => api[name];

describe.each(endpoints.filter((name) => name !== 'signIn'))('%s', (name) => {
  const base = () => good[name]?.() ?? {};

  it('names what is wrong with any id, query and body', async () => {
    if (api[name].path.includes(':id')) for (const word of words) await expectNamed(name, { ...base(), id: encodeURIComponent(word) });
    for (const key of keysOf(shapes(name).query)) for (const word of words) await expectNamed(name, { ...base(), query: { [key]: word } });
    for (const key of keysOf(shapes(name).body))
      for (const value of values) await expectNamed(name, { ...base(), body: { ...base().body, [key]: value } });
  }, 120_000);
});

describe('the body of a request', () => {
  const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const response = await fetch(`${world.test.url}/api/tokens`, {
      method: 'POST',
      headers: { ...as(world.mei), 'content-type': 'application/json', ...headers },
      body,
    });
    const { error } = FailureShape.parse(await response.json());
    return `${response.status} ${error.code}`;
  };

  it.each([
    ['is no JSON', '{"name":', {}, '400 bad_request'],
    ['is JSON but no object', '[]', {}, '400 bad_request'],
    ['is null', 'null', {}, '400 bad_request'],
    ['holds a key that nobody knows', '{"name":"x","admin":true}', {}, '400 bad_request'],
    ['reaches for the prototype', '{"name":"x","__proto__":{"admin":true}}', {}, '400 bad_request'],
    ['is of another type', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }, '400 bad_request'],
    ['is of a charset that nobody knows', '{"name":"x"}', { 'content-type': 'application/json; charset=klingon' }, '415 bad_request'],
    ['says it is compressed and is not', '{"name":"x"}', { 'content-encoding': 'gzip' }, '400 bad_request'],
    ['is compressed in a way that nobody knows', '{"name":"x"}', { 'content-encoding': 'zip' }, '415 bad_request'],
    ['is too large', JSON.stringify({ name: 'x'.repeat(1_100_000) }), {}, '413 payload_too_large'],
    ['is nested without end', `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, {}, '400 bad_request'],
    ['holds half a character', '{"name":"\\ud800"}', {}, '400 bad_request'],
    ['holds a NUL', '{"name":"a\\u0000b"}', {}, '400 bad_request'],
  ])('%s', async (_, body, headers, answer) => {
    expect(await post(body, headers)).toBe(answer);
    expect((await world.mei.call('createToken', { body: { name: 'the next good one' } })).token.name).toBe('the next good one');
  });

  it('names the field that is wrong', async () => {
    const { body } = await request(
      world.test.url,
      'sendReply',
      { id: world.conversationId, body: { clientId: 'short', text: 1, seenSeq: -1 } },
      as(world.mei),
    );
    expect((body as Failure).error).toMatchObject({
      code: 'bad_request',
      detail: expect.stringMatching(/body\.clientId: .*; body\.text: .*; body\.seenSeq: /),
    });
  });
});

describe('a request to what is not there', () => {
  it.each([
    ['GET', '/api/nothing', 404],
    ['POST', '/api/session/nothing', 404],
    ['PATCH', '/api/tickets', 404],
    ['GET', '/api/tickets/%E0%A4%A', 400],
  ])('%s %s', async (method, path, status) => {
    const response = await fetch(`${world.test.url}${path}`, { method, headers: as(world.mei) });
    expect(response.status).toBe(status);
    expect(FailureShape.safeParse(await response.json()).success).toBe(true);
  });

  it('with a path that climbs out of the folder is answered with no file', async () => {
    const climb = new Promise<number>((answered, failed) => {
      const { hostname, port } = new URL(world.test.url);
      httpRequest({ hostname, port, path: '/../../../../etc/passwd' }, (response) => answered(response.statusCode ?? 0))
        .on('error', failed)
        .end();
    });
    expect(await climb).not.toBe(500);
  });
});

describe('pages of a list', () => {
  it('go on where the last one ended, and end', async () => {
    for (const name of ['listQuarantine', 'listTickets', 'listCustomers'] as const) {
      const whole = await world.supervisor.call(name, { query: { limit: 100 } });
      const ids = (page: object): string[] =>
        Object.values(page).flatMap((list) => (Array.isArray(list) ? list.map(({ id }: { id: string }) => id) : []));
      const collected: string[] = [];
      let cursor: string | undefined;
      do {
        const page: { next: string | null } = await world.supervisor.call(name, { query: { limit: 1, ...(cursor ? { cursor } : {}) } });
        collected.push(...ids(page));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(collected).toEqual(ids(whole));
      expect(collected.length).toBeGreaterThan(1);
    }
  });

  it('of a history go on where the last one ended, and end', async () => {
    const id = world.customerId;
    const whole = (await world.mei.call('customerTimeline', { id, query: { limit: 100 } })).items;
    const collected: typeof whole = [];
    let cursor: string | undefined;
    do {
      const page = await world.mei.call('customerTimeline', { id, query: { limit: 1, ...(cursor ? { cursor } : {}) } });
      collected.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(collected).toEqual(whole);
    expect(new Set(whole.map(({ type }) => type))).toEqual(new Set(['entry', 'order', 'ticket']));
  });
});
