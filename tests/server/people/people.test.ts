import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedRights } from '../../../server/auth/shipped-rights.ts';
import { sql } from '../../../server/db/sql.ts';
import { sitDown } from '../../support/console-socket.ts';
import { take } from '../../support/desk.ts';
import { addPerson, type Client, client, eventually, settle, signIn, smsArrives, type TestHub } from '../../support/hub.ts';
import { employ, personDraft, roleDraft } from '../../support/roles.ts';
import { startTwoQueues } from '../../support/two-queues.ts';

let test: TestHub;
let salesId: string;
let admin: Client;
beforeEach(async () => {
  ({ test, salesId } = await startTwoQueues());
  admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin', queues: [] }));
});
afterEach(() => test.stop());

const personOf = async (who: Client, by = admin) => {
  const person = (await by.call('listPeople')).people.find(({ id }) => id === who.person.id);
  if (!person) throw new Error('not there');
  return person;
};
const draftOf = async (who: Client) => {
  const { name, email, language, role, roleId, phoneAddress, queueIds, skills, capacity, revision } = await personOf(who);
  return { revision, draft: { name, email, language, role, roleId, phoneAddress, queueIds, skills, capacity } };
};

describe('somebody new', () => {
  it('gets a first password that is shown once, must be changed, and serves what they were given', async () => {
    const { person, password } = await admin.call('addPerson', {
      body: { draft: personDraft({ queueIds: [salesId], capacity: { sms: 2, email: 0 }, phoneAddress: '+8613800138000' }) },
    });
    expect(person).toMatchObject({ name: '王芳', mustChangePassword: true, queueIds: [salesId], capacity: { sms: 2, email: 0 } });
    expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    const cookie = await signIn(test, { email: person.email, password });
    const refused = await fetch(`${test.url}/api/desk`, { headers: { cookie } });
    expect(await refused.json()).toMatchObject({ error: { code: 'password_change_required' } });
    const everything = await test.hub.db.all<{ row: string }>(
      sql`select a::text as row from agents a union all select e::text from events e`,
    );
    expect(everything.some(({ row }) => row.includes(password))).toBe(false);
  });

  it.each([
    [{ email: 'not a mail address' }, '400 bad_request'],
    [{ phoneAddress: '0800' }, '400 bad_request'],
    [{ name: 'two\nlines' }, '400 bad_request'],
    [{ queueIds: ['00000000-0000-4000-8000-000000000000'] }, '422 unknown_queue'],
    [{ roleId: '00000000-0000-4000-8000-000000000000' }, '422 unknown_role'],
    [{ skills: { telepathy: 3 } }, '422 unknown_skill'],
    [{ capacity: { voice: 51 } }, '400 bad_request'],
  ])('is refused by name: %j', async (wrong, answer) => {
    expect(await admin.refusal('addPerson', { body: { draft: personDraft(wrong) } })).toBe(answer);
  });

  it('cannot take somebody else’s mail address or telephone', async () => {
    await admin.call('addPerson', { body: { draft: personDraft({ phoneAddress: 'client:fang' }) } });
    expect(await admin.refusal('addPerson', { body: { draft: personDraft({ email: ' Fang.Wang@touchline.example ' }) } })).toBe(
      '409 email_taken',
    );
    expect(
      await admin.refusal('addPerson', { body: { draft: personDraft({ email: 'b@touchline.example', phoneAddress: 'client:fang' }) } }),
    ).toBe('409 phone_taken');
  });
});

describe('changing somebody', () => {
  it('is felt at once, recorded without values, and refused on an older version', async () => {
    const mei = await client(test, await addPerson(test));
    const { revision, draft } = await draftOf(mei);
    const changed = await admin.call('changePerson', {
      id: mei.person.id,
      body: { revision, draft: { ...draft, name: 'Mei 林', queueIds: [salesId] } },
    });
    expect(changed).toMatchObject({ name: 'Mei 林', queueIds: [salesId] });
    expect((await mei.call('me')).name).toBe('Mei 林');
    expect(await admin.refusal('changePerson', { id: mei.person.id, body: { revision, draft } })).toBe('409 changed_meanwhile');
    const [event] = await test.hub.db.all(sql`select agent_id, data from events where name = 'person.changed'`);
    expect(event).toEqual({ agentId: mei.person.id, data: { how: 'changed', fields: ['name', 'queueIds'] } });
  });

  it('to a role that answers nobody takes their work from them', async () => {
    const mei = await client(test, await addPerson(test));
    const desk = await sitDown(test, mei);
    await smsArrives(test, { from: '+441632960801', text: 'help' });
    const task = await take(mei);
    const { revision, draft } = await draftOf(mei);
    await admin.call('changePerson', { id: mei.person.id, body: { revision, draft: { ...draft, role: 'manager' } } });
    await settle(test.hub);
    expect((await admin.call('getTask', { id: task.id })).agentId).toBeNull();
    expect((await mei.call('me')).rights).toEqual(shippedRights.manager);
    expect(await mei.refusal('setStatus', { body: { status: 'available' } })).toBe('403 not_allowed');
    desk.close();
  });
});

describe('somebody who leaves', () => {
  it('is out at once, what they hold goes back, what they did keeps their name, and they can come back', async () => {
    const mei = await client(test, await addPerson(test, { name: 'Mei Lin' }));
    const cookie = await signIn(test, mei.person);
    const desk = await sitDown(test, mei);
    await smsArrives(test, { from: '+441632960802', text: 'help' });
    const task = await take(mei);
    await mei.call('addNote', { id: task.conversationId, body: { clientId: 'her-last-note', text: 'so long' } });

    expect(await admin.call('deactivatePerson', { id: mei.person.id })).toMatchObject({ status: 'offline' });
    expect((await fetch(`${test.url}/api/session`, { headers: { cookie } })).status).toBe(401);
    expect(await mei.refusal('me')).toBe('401 not_signed_in');
    await expect(signIn(test, mei.person)).rejects.toThrow('wrong_credentials');
    await settle(test.hub);
    const { ticket, tasks } = await admin.call('getTicket', { id: task.ticketId });
    expect([ticket.assignee, tasks[0]?.state, tasks[0]?.agentId]).toEqual([null, 'pending', null]);
    const { entries } = await admin.call('getConversation', { id: task.conversationId });
    expect(entries.find(({ kind }) => kind === 'note')?.agent?.name).toBe('Mei Lin');
    expect((await admin.call('board')).agents.map(({ name }) => name)).not.toContain('Mei Lin');
    expect(await personOf(mei)).toMatchObject({ holding: { tasks: 0, tickets: 0 }, queueIds: [test.queueId] });

    const { password } = await admin.call('reactivatePerson', { id: mei.person.id });
    expect(await signIn(test, { email: mei.person.email, password })).toContain('touchline_session');
    expect(await personOf(mei)).toMatchObject({ deactivatedAt: null, queueIds: [test.queueId] });
    desk.close();
  });

  it('is never the last who may do everything', async () => {
    // The one whom the hub itself made.
    await test.hub.db.all(sql`update agents set deactivated_at = now() where id <> ${admin.person.id}`);
    const { revision, draft } = await draftOf(admin);
    expect(await admin.refusal('deactivatePerson', { id: admin.person.id })).toBe('409 last_admin');
    expect(await admin.refusal('changePerson', { id: admin.person.id, body: { revision, draft: { ...draft, role: 'manager' } } })).toBe(
      '409 last_admin',
    );
    const second = await client(test, await addPerson(test, { role: 'admin' }));
    const both = [admin.refusal('deactivatePerson', { id: second.person.id }), second.refusal('deactivatePerson', { id: admin.person.id })];
    await Promise.allSettled(both);
    const left = await test.hub.db.one<{ count: number }>(sql`select count(*) from agents where role = 'admin' and deactivated_at is null`);
    expect(left.count).toBe(1);
  });

  it('whose password is set anew is signed out everywhere', async () => {
    const mei = await client(test, await addPerson(test));
    const { password } = await admin.call('resetPassword', { id: mei.person.id });
    expect(await mei.refusal('me')).toBe('401 not_signed_in');
    expect(await signIn(test, { email: mei.person.email, password })).toContain('touchline_session');
  });
});

describe('roles of one’s own', () => {
  it('are made, given, felt by everybody who has them, and deleted when nobody does', async () => {
    const role = await admin.call('createRole', { body: { draft: roleDraft({ label: { en: 'Night shift', 'zh-CN': '夜班' } }) } });
    const mei = await client(test, await addPerson(test));
    const { revision, draft } = await draftOf(mei);
    await admin.call('changePerson', { id: mei.person.id, body: { revision, draft: { ...draft, roleId: role.id } } });
    expect(await mei.call('me')).toMatchObject({ role: 'agent', ownRole: { id: role.id, label: { en: 'Night shift', 'zh-CN': '夜班' } } });
    expect(await admin.refusal('deleteRole', { id: role.id })).toBe('409 role_in_use');

    const changed = roleDraft({ base: 'supervisor', rights: { queues: { read: 'all', write: 'none' } } });
    await admin.call('changeRole', { id: role.id, body: { revision: role.revision, draft: changed } });
    expect(await mei.call('me')).toMatchObject({ role: 'supervisor', rights: changed.rights });
    expect((await mei.call('board')).agents.length).toBeGreaterThan(0);
    expect(await admin.refusal('changeRole', { id: role.id, body: { revision: role.revision, draft: changed } })).toBe(
      '409 changed_meanwhile',
    );

    await admin.call('deactivatePerson', { id: mei.person.id });
    await admin.call('deleteRole', { id: role.id });
    expect(await personOf(mei)).toMatchObject({ role: 'agent', roleId: null });
  });

  it.each([
    [{ tickets: { read: 'own', write: 'team' } }, 'tickets.write: wider than what is read'],
    [{ settings: { read: 'team', write: 'none' } }, 'settings.read: none or all'],
    [{ customers: { read: 'own', write: 'own' } }, 'tickets.read: wider than customers.read'],
  ] as const)('say nothing that makes no sense: %j', async (rights, place) => {
    const response = await fetch(`${test.url}/api/roles`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ draft: roleDraft({ rights }) }),
    });
    expect([response.status, ((await response.json()) as { error: { detail: string } }).error.detail]).toEqual([
      400,
      `body.draft.rights.${place}`,
    ]);
  });

  it('nobody gives, or takes over, more than they have', async () => {
    const people = { read: 'all', write: 'all' } as const;
    const staffer = await employ(test, roleDraft({ rights: { people } }));
    const supervisor = await client(test, await addPerson(test, { role: 'supervisor' }));
    const more = roleDraft({ rights: { settings: { read: 'all', write: 'all' } } });
    expect(await staffer.refusal('createRole', { body: { draft: more } })).toBe('403 beyond_own_rights');
    expect(await staffer.refusal('addPerson', { body: { draft: personDraft({ role: 'admin' }) } })).toBe('403 beyond_own_rights');
    for (const name of ['resetPassword', 'deactivatePerson', 'reactivatePerson'] as const)
      expect(`${name} ${await staffer.refusal(name, { id: supervisor.person.id })}`).toBe(`${name} 403 beyond_own_rights`);
    const { id, revision } = await personOf(supervisor);
    expect(await staffer.refusal('changePerson', { id, body: { revision, draft: personDraft() } })).toBe('403 beyond_own_rights');
    expect((await personOf(supervisor, staffer)).mayChange).toBe(false);

    const own = (await admin.call('listRoles')).roles[0];
    const wider = roleDraft({ rights: { people, webhooks: people } });
    expect(await staffer.refusal('changeRole', { id: own?.id ?? '', body: { revision: own?.revision ?? '', draft: wider } })).toBe(
      '403 beyond_own_rights',
    );
    expect(await staffer.call('addPerson', { body: { draft: personDraft() } })).toMatchObject({ person: { role: 'agent' } });
  });

  it('whoever is masked does not make themselves anybody who is not', async () => {
    const people = { read: 'all', write: 'all' } as const;
    const staffer = await employ(test, roleDraft({ masked: true, rights: { people } }));
    expect(await staffer.refusal('addPerson', { body: { draft: personDraft() } })).toBe('403 beyond_own_rights');
    await eventually(async () => expect((await staffer.call('me')).masked).toBe(true));
  });
});
