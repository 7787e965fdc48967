import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type EndpointName } from '../../../server/contract/api.ts';
import { type Client, type Failure, request } from '../../support/hub.ts';
import { openWorld, type World } from '../../support/world.ts';
import { conversationLines } from './permissions/conversations.ts';
import { customerLines } from './permissions/customers.ts';
import { deskLines } from './permissions/desk.ts';
import type { Given, Line, Who } from './permissions/line.ts';
import { peopleLines } from './permissions/people.ts';
import { relationLines } from './permissions/relations.ts';
import { settingLines } from './permissions/settings.ts';
import { ticketLines } from './permissions/tickets.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());

/** Every endpoint of the contract, one line each. */
const matrix: Record<EndpointName, Line> = {
  ...peopleLines,
  ...deskLines,
  ...ticketLines,
  ...conversationLines,
  ...customerLines,
  ...relationLines,
  ...settingLines,
};

const endpoints = Object.keys(api).filter((name): name is EndpointName => name in api);
const summary = (status: number, body: unknown) => (status === 200 ? '200' : `${status} ${(body as Failure).error.code}`);

async function ask(name: EndpointName, given: Given, headers: Record<string, string>): Promise<string> {
  const { status, body } = await request(world.test.url, name, given, headers);
  return summary(status, body);
}
const as = ({ token }: Client) => ({ authorization: `Bearer ${token}` });

describe.each(endpoints)('%s', (name) => {
  const line = () => matrix[name];
  const given = async (who: Who = 'colleague') => (await line().given?.(world, who)) ?? {};

  it('is closed to whoever is not signed in', async () => {
    const answer = api[name].access === 'everyone' ? line().answers[0] : '401 not_signed_in';
    expect(await ask(name, await given(), {})).toBe(answer);
    expect(await ask(name, await given(), { authorization: 'Bearer tl_guessed' })).toBe(answer);
    expect(await ask(name, await given(), { cookie: 'touchline_session=guessed' })).toBe(answer);
    // Not even whether the thing exists, or the request is right, can be learnt.
    if (api[name].access !== 'everyone')
      expect(await ask(name, { id: 'no-such-thing', ...(api[name].method === 'get' ? {} : { body: { odd: true } }) }, {})).toBe(answer);
  });

  it('answers an agent of another queue, a colleague, a supervisor and an admin as it should', async () => {
    const answers: string[] = [];
    for (const who of ['foreigner', 'colleague', 'supervisor', 'admin'] as const)
      answers.push(await ask(name, await given(who), as(world[who])));
    expect(answers).toEqual(line().answers);
  });
});

describe.each(endpoints.filter((name) => api[name].path.includes(':id')))('%s', (name) => {
  it('does not tell what one may not see from what is not there', async () => {
    const { id = '', body } = (await matrix[name].given?.(world, 'foreigner')) ?? {};
    const ids = [id, crypto.randomUUID(), 'not-an-id', '00000000-0000-0000-0000-000000000000', '%00', "'"];
    const answers = await Promise.all(
      ids.map((id) => request(world.test.url, name, { id, ...(body ? { body } : {}) }, as(world.foreigner))),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });
});

describe('files and mails', () => {
  const get = async (path: string, headers: Record<string, string>) => (await fetch(`${world.test.url}${path}`, { headers })).status;

  it.each([
    ['attachment', () => `/api/attachments/${world.attachmentId}`, '/api/attachments/'],
    ['mail', () => `/api/entries/${world.entryId}/html`, '/api/entries/'],
  ])('%s: the same rule as for everything else', async (_, path, folder) => {
    const there = path();
    const missing = there.replace(/[0-9a-f-]{36}/, crypto.randomUUID());
    const malformed = there.replace(/[0-9a-f-]{36}/, 'odd');
    for (const headers of [{}, { authorization: 'Bearer tl_guessed' }]) {
      expect([await get(there, headers), await get(missing, headers), await get(malformed, headers)]).toEqual([401, 401, 401]);
    }
    const foreign = as(world.foreigner);
    expect([
      await get(there, foreign),
      await get(missing, foreign),
      await get(malformed, foreign),
      await get(`${folder}%00`, foreign),
    ]).toEqual([404, 404, 404, 404]);
    for (const who of ['mei', 'colleague', 'supervisor', 'admin'] as const) expect(await get(there, as(world[who]))).toBe(200);
  });
});

describe('lists', () => {
  it('show an agent only what is in their queues; those who steer see everything', async () => {
    const ids = async (who: Client) => ({
      waiting: (await who.call('queue', {})).tasks.map(({ customer }) => customer.id),
      tickets: (await who.call('listTickets', {})).tickets.map(({ id }) => id).includes(world.ticketId),
      customers: (await who.call('listCustomers', { query: { search: 'Ada' } })).customers.map(({ id }) => id),
      byNumber: (await who.call('listCustomers', { query: { search: '01632 960111' } })).customers.length,
      offers: (await who.call('desk')).offers.length,
    });
    expect(await ids(world.foreigner)).toEqual({ waiting: [], tickets: false, customers: [], byNumber: 0, offers: 0 });
    for (const who of ['colleague', 'supervisor', 'admin'] as const) {
      expect(await ids(world[who])).toMatchObject({ waiting: [world.customerId], tickets: true, customers: [world.customerId], offers: 0 });
    }
    expect(await world.foreigner.call('queue', { query: { queueId: world.test.queueId } })).toEqual({ groups: [], tasks: [] });
    expect(await world.foreigner.refusal('listTickets', { query: { customerId: world.customerId } })).toBe('404 not_found');
  });

  it('of receipts show an agent themselves, those who steer everybody considered', async () => {
    const considered = async (who: Client) =>
      (await who.call('taskReceipts', { id: world.taskId })).receipts.flatMap(({ agents }) => agents.map(({ name }) => name));
    expect(await considered(world.colleague)).toEqual([]);
    expect(await considered(world.mei)).toEqual(['Mei Lin']);
    expect(await considered(world.supervisor)).toContain('Mei Lin');
  });
});
