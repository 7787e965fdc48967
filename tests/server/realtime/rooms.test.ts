import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedRights } from '../../../server/auth/shipped-rights.ts';
import type { Reach, Rights } from '../../../server/contract/permissions.ts';
import { sql } from '../../../server/db/sql.ts';
import { roomsOf } from '../../../server/realtime/audience.ts';
import { type ConsoleSocket, openConsole } from '../../support/console-socket.ts';
import { addPerson, type Client, client, eventually, smsArrives, type TestHub } from '../../support/hub.ts';
import { assign, employ, type Matter, ownOnly, roleDraft, somebodyWrites } from '../../support/roles.ts';
import { salesNumber, startTwoQueues } from '../../support/two-queues.ts';

type Who = 'agent' | 'supervisor' | 'manager' | 'admin' | 'own' | 'masked';
const everybody = ['agent', 'supervisor', 'manager', 'admin', 'own', 'masked'] as const;
const masked = roleDraft({ masked: true });
const rights: Record<Who, Rights> = { ...shippedRights, own: ownOnly.rights, masked: masked.rights };
const reached: Record<Reach, readonly string[]> = { none: [], own: ['own'], team: ['own', 'team'], all: ['own', 'team', 'others'] };

let test: TestHub;
let admin: Client;
const people = new Map<Who, Client>();
const consoles = new Map<Who, ConsoleSocket>();
const mine = new Map<Who, Matter>();
let team: Matter;
let others: Matter;

const of = <Value>(map: ReadonlyMap<Who, Value>, who: Who): Value => {
  const value = map.get(who);
  if (value === undefined) throw new Error(who);
  return value;
};

beforeAll(async () => {
  ({ test } = await startTwoQueues());
  for (const role of ['agent', 'supervisor', 'manager', 'admin'] as const)
    people.set(role, await client(test, await addPerson(test, { role })));
  people.set('own', await employ(test, ownOnly)).set('masked', await employ(test, masked));
  admin = of(people, 'admin');
  for (const [i, who] of everybody.entries()) {
    const matter = await somebodyWrites(test, `+44163296060${i}`, 'sales');
    await assign(test, matter, of(people, who).person.id);
    mine.set(who, matter);
    consoles.set(who, await openConsole(test, { token: of(people, who).token }));
  }
  team = await somebodyWrites(test, '+441632960611', 'support');
  others = await somebodyWrites(test, '+441632960612', 'sales');
}, 120_000);
afterAll(async () => {
  for (const console of consoles.values()) console.close();
  await test.stop();
});

const matters = (who: Who) => [['own', of(mine, who)] as const, ['team', team] as const, ['others', others] as const];

describe.each(everybody)('the console of %s', (who) => {
  const reach = rights[who].tickets.read;

  it('may follow the conversations that its person may read, and no others', async () => {
    for (const [whose, { conversationId }] of matters(who)) {
      const console = await openConsole(test, { token: of(people, who).token });
      expect(`${whose} ${await console.watch(conversationId)}`).toBe(`${whose} ${reached[reach].includes(whose)}`);
      console.close();
    }
    expect(await of(consoles, who).watch('no-id')).toBe(false);
  });

  it('hears of a new message in its queues, or everywhere, as far as its person reads', async () => {
    const arrives = async (from: string, to: { to?: string }, text: string, { conversationId }: Matter, isMeant: boolean) => {
      await smsArrives(test, { from, text, ...to });
      const hears = (one: Who) =>
        of(consoles, one).heard.some((event) => event.conversationId === conversationId && event.attached.entry?.text === text);
      await expect.poll(() => hears('admin')).toBe(true);
      if (isMeant) await expect.poll(() => hears(who)).toBe(true);
      else expect(hears(who)).toBe(false);
    };
    await arrives('+441632960611', {}, `to support for ${who}`, team, reach === 'team' || reach === 'all');
    await arrives('+441632960612', { to: salesNumber }, `to sales for ${who}`, others, reach === 'all');
  });

  it('is told afterwards, by replay and by the API, of nothing more than it would have heard', async () => {
    const events = [
      ...(await of(consoles, who).replay(0)).events,
      ...(await of(people, who).call('listEvents', { query: { after: 0 } })).events,
    ];
    expect(events.some(({ conversationId }) => conversationId === others.conversationId)).toBe(reach === 'all');
    expect(events.some(({ conversationId }) => conversationId === team.conversationId)).toBe(reach === 'all' || reach === 'team');
    expect(events.some(({ name }) => name === 'token.created')).toBe(true);
    expect(events.filter(({ name, agentId }) => name === 'token.created' && agentId !== of(people, who).person.id)).toEqual([]);
  });

  it('stands in the rooms of what its person reads all of, and of no queue where they read only their own', async () => {
    const rooms = roomsOf({ id: 'x', rights: rights[who], queueIds: ['q'], masked: who === 'masked' });
    expect(rooms.filter((name) => name.startsWith('reading:')).sort()).toEqual(
      Object.entries(rights[who])
        .filter(([, right]) => right.read === 'all')
        .map(([area]) => `reading:${area}`)
        .sort(),
    );
    expect(rooms.includes('queue:q')).toBe(reach === 'team');
  });
});

describe('rights that end while somebody looks', () => {
  it('end a conversation that moves out of sight, without a reload', async () => {
    const console = of(consoles, 'own');
    const matter = of(mine, 'own');
    expect(await console.watch(matter.conversationId)).toBe(true);
    await smsArrives(test, { from: '+441632960604', text: 'still yours', to: salesNumber });
    await eventually(async () => expect(console.heard.some(({ attached }) => attached.entry?.text === 'still yours')).toBe(true));

    await admin.call('assignTicket', { id: matter.ticketId, body: { agentId: of(people, 'admin').person.id } });
    await eventually(async () => expect(of(consoles, 'admin').names('ticket.assigned').length).toBeGreaterThan(0));
    await smsArrives(test, { from: '+441632960604', text: 'not yours', to: salesNumber });
    await eventually(async () =>
      expect(of(consoles, 'admin').heard.some(({ attached }) => attached.entry?.text === 'not yours')).toBe(true),
    );
    expect(console.heard.some(({ attached }) => attached.entry?.text === 'not yours')).toBe(false);
  });

  it('begin the console anew when a role is changed, and end it when its person leaves', async () => {
    const person = await employ(test, roleDraft());
    const console = await openConsole(test, { token: person.token });
    const told: string[] = [];
    for (const name of ['rights_changed', 'signed_out'] as const) console.socket.on(name, () => void told.push(name));
    console.socket.io.reconnection(false);
    const { id } = await test.hub.db.one<{ id: string }>(sql`select role_id as id from agents where id = ${person.person.id}`);
    const { roles } = await admin.call('listRoles');
    const { revision = '' } = roles.find((role) => role.id === id) ?? {};
    await admin.call('changeRole', { id, body: { revision, draft: roleDraft({ rights: { tickets: { read: 'own', write: 'own' } } }) } });
    await eventually(async () => expect(told).toEqual(['rights_changed']));
    expect(await person.refusal('getConversation', { id: team.conversationId })).toBe('404 not_found');

    const again = await openConsole(test, { token: person.token });
    again.socket.io.reconnection(false);
    again.socket.on('signed_out', () => void told.push('gone'));
    await admin.call('deactivatePerson', { id: person.person.id });
    await eventually(async () => expect(told).toEqual(['rights_changed', 'gone']));
    expect(await person.refusal('me')).toBe('401 not_signed_in');
    await expect(openConsole(test, { token: person.token })).rejects.toThrow('not_signed_in');
  });
});
