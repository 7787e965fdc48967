import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedRights } from '../../../server/auth/shipped-rights.ts';
import { api, type EndpointName } from '../../../server/contract/api.ts';
import { type Access, type Reach, type Rights, reachOf, readingOf } from '../../../server/contract/permissions.ts';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, eventually, type Failure, request, type TestHub } from '../../support/hub.ts';
import { assign, employ, type Matter, ownOnly, roleDraft, somebodyWrites } from '../../support/roles.ts';
import { startTwoQueues } from '../../support/two-queues.ts';

type Who = 'agent' | 'supervisor' | 'manager' | 'admin' | 'own' | 'masked';
type Whose = 'own' | 'team' | 'others';

const masked = roleDraft({ masked: true });
const rights: Record<Who, Rights> = { ...shippedRights, own: ownOnly.rights, masked: masked.rights };
const everybody = ['agent', 'supervisor', 'manager', 'admin', 'own', 'masked'] as const;

let test: TestHub;
const people: Partial<Record<Who, Client>> = {};
const own: Partial<Record<Who, Matter>> = {};
let shared: Record<'team' | 'others', Matter>;

beforeAll(async () => {
  ({ test } = await startTwoQueues());
  for (const role of ['agent', 'supervisor', 'manager', 'admin'] as const)
    people[role] = await client(test, await addPerson(test, { role }));
  people.own = await employ(test, ownOnly);
  people.masked = await employ(test, masked);
  for (const [i, who] of everybody.entries()) {
    const matter = await somebodyWrites(test, `+44163296050${i}`, 'sales');
    await assign(test, matter, people[who]?.person.id ?? '');
    own[who] = matter;
  }
  shared = { team: await somebodyWrites(test, '+441632960511', 'support'), others: await somebodyWrites(test, '+441632960512', 'sales') };
  // The words of a message are written down behind the intake: nothing is searched before all of them are.
  const everyone = [...Object.values(own), ...Object.values(shared)].map(({ customerId }) => customerId).sort();
  await eventually(async () => expect((await saidBy('admin')).toSorted()).toEqual(everyone));
}, 120_000);
afterAll(() => test.stop());

/** The customers among whose words this person finds a greeting. */
const saidBy = async (who: Who): Promise<string[]> =>
  (await people[who]?.call('searchSaid', { query: { words: 'hello', limit: 100 } }))?.said.map(({ customer }) => customer.id) ?? [];

const matterOf = (who: Who, whose: Whose): Matter => {
  const matter = whose === 'own' ? own[who] : shared[whose];
  if (!matter) throw new Error(`nothing of ${whose} for ${who}`);
  return matter;
};

/** What an id in a path stands for. */
function idOf(path: string, matter: Matter): string | undefined {
  if (path.startsWith('/api/customers/:id')) return matter.customerId;
  if (path.startsWith('/api/tickets/:id')) return matter.ticketId;
  if (path.startsWith('/api/conversations/:id')) return matter.conversationId;
  return path.startsWith('/api/tasks/:id') ? matter.taskId : undefined;
}

const reaches: Record<Reach, readonly Whose[]> = { none: [], own: ['own'], team: ['own', 'team'], all: ['own', 'team', 'others'] };

async function ask(name: EndpointName, who: Who, id: string | undefined): Promise<string> {
  const { status, body } = await request(test.url, name, { ...(id ? { id } : {}) }, { authorization: `Bearer ${people[who]?.token}` });
  return status === 200 ? '200' : `${status} ${(body as Failure).error.code}`;
}

const endpoints = Object.keys(api).filter((name): name is EndpointName => name in api);
const rightOf = (name: EndpointName): Exclude<Access, 'everyone' | 'self'> | undefined => {
  const { access }: { access: Access } = api[name];
  return access === 'everyone' || access === 'self' ? undefined : access;
};

describe.each(endpoints.filter((name) => rightOf(name)))('%s', (name) => {
  const right = rightOf(name) ?? 'tickets.read';

  it('is refused to every role without its right, whatever is asked for', async () => {
    for (const who of everybody.filter((one) => reachOf(rights[one], right) === 'none')) {
      expect(`${who}: ${await ask(name, who, idOf(api[name].path, matterOf(who, 'own')) ?? crypto.randomUUID())}`).toBe(
        `${who}: 403 not_allowed`,
      );
    }
  });
});

const reading = endpoints.filter(
  (name) =>
    api[name].method === 'get' &&
    rightOf(name) &&
    idOf(api[name].path, { customerId: 'c', ticketId: 't', conversationId: 'v', taskId: 'k' }),
);

describe.each(reading)('%s', (name) => {
  const right = rightOf(name) ?? 'tickets.read';

  it('shows each role what their right reaches, and of the rest not even that it is there', async () => {
    for (const who of everybody) {
      const reach = reachOf(rights[who], right);
      if (reach === 'none') continue;
      for (const whose of ['own', 'team', 'others'] as const) {
        const answer = await ask(name, who, idOf(api[name].path, matterOf(who, whose)));
        const isSeen = answer !== '404 not_found' && answer !== '403 not_allowed';
        expect(`${who} ${whose} ${isSeen} (${answer})`).toBe(`${who} ${whose} ${reaches[reach].includes(whose)} (${answer})`);
        if (!isSeen) expect(answer).toBe('404 not_found');
      }
    }
  });
});

describe('changing', () => {
  const changes = [
    ['setTicketStatus', 'ticketId', { status: 'on_hold' }],
    ['addNote', 'conversationId', { clientId: 'a-note-too-far', text: 'x' }],
    ['sendReply', 'conversationId', { clientId: 'a-reply-too-far', text: 'x', seenSeq: 1 }],
    ['saveDraft', 'conversationId', { reply: 'x', note: '', basedOn: 0 }],
    ['changeCustomer', 'customerId', { city: 'Rome' }],
  ] as const;

  it.each(changes)(
    '%s: what is read more widely than changed is refused by name, what is not seen is not there',
    async (name, key, body) => {
      const reader = await employ(
        test,
        roleDraft({ rights: { tickets: { read: 'team', write: 'own' }, customers: { read: 'team', write: 'own' } } }),
      );
      const answer = async (matter: Matter) => {
        const { status, body: said } = await request(
          test.url,
          name,
          { id: matter[key], body },
          { authorization: `Bearer ${reader.token}` },
        );
        return status === 200 ? '200' : `${status} ${(said as Failure).error.code}`;
      };
      expect(await answer(shared.team)).toBe('403 not_allowed');
      expect(await answer(shared.others)).toBe('404 not_found');
      expect(readingOf('tickets.write')).toBe('tickets.read');
    },
  );
});

describe('lists', () => {
  const shownTo = async (who: Who): Promise<Whose[]> => {
    const person = people[who];
    if (!person) throw new Error(who);
    const tickets = (await person.call('listTickets', { query: { limit: 100 } })).tickets.map(({ id }) => id);
    return (['own', 'team', 'others'] as const).filter((whose) => tickets.includes(matterOf(who, whose).ticketId));
  };

  it.each(everybody)('of tickets and customers show %s what their rights reach, and no more', async (who) => {
    expect(await shownTo(who)).toEqual(reaches[reachOf(rights[who], 'tickets.read')]);
    const found = (await people[who]?.call('listCustomers', { query: { limit: 100 } }))?.customers.map(({ id }) => id) ?? [];
    expect((['own', 'team', 'others'] as const).filter((whose) => found.includes(matterOf(who, whose).customerId))).toEqual(
      reaches[reachOf(rights[who], 'customers.read')],
    );
  });

  it.each(everybody)('of what was said are searched for %s where their rights reach', async (who) => {
    const said = await saidBy(who);
    expect((['own', 'team', 'others'] as const).filter((whose) => said.includes(matterOf(who, whose).customerId))).toEqual(
      reaches[reachOf(rights[who], 'tickets.read')],
    );
  });

  it.each(everybody)('leave as a file for %s no further', async (who) => {
    const answer = await fetch(`${test.url}/api/exports/tickets.jsonl`, { headers: { authorization: `Bearer ${people[who]?.token}` } });
    const text = await answer.text();
    const numbers = await test.hub.db.all<{ id: string; number: number }>(sql`select id, number from tickets`);
    const numberOf = new Map(numbers.map(({ id, number }) => [id, number]));
    const held = text
      .split('\n')
      .filter(Boolean)
      .map((line): number => JSON.parse(line).number);
    expect(
      (['own', 'team', 'others'] as const).filter((whose) => held.includes(numberOf.get(matterOf(who, whose).ticketId) ?? -1)),
    ).toEqual(reaches[reachOf(rights[who], 'exports.read')]);
  });
});
