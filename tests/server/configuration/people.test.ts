import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigurationDocument, PeoplePart } from '../../../server/contract/settings.ts';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, eventually, signIn, startTestHub, type TestHub } from '../../support/hub.ts';
import { employ, personDraft, roleDraft } from '../../support/roles.ts';

/** People in the file of a configuration, carried from one installation to another. */
let test: TestHub;
let admin: Client;
let other: TestHub;
let boss: Client;
beforeAll(async () => {
  [test, other] = await Promise.all([startTestHub(), startTestHub()]);
  admin = await client(test, await addPerson(test, { name: 'Alex', role: 'admin', queues: [] }));
  boss = await client(other, await addPerson(other, { name: 'Bo', role: 'admin', queues: [] }));
  const queueIds = [test.queueId];
  await admin.call('addPerson', { body: { draft: personDraft({ queueIds, capacity: { sms: 2 } }) } });
  const { id: roleId } = await admin.call('createRole', { body: { draft: roleDraft() } });
  await admin.call('addPerson', { body: { draft: personDraft({ name: 'Tem', email: 'tem@touchline.example', roleId }) } });
});
afterAll(() => Promise.all([test.stop(), other.stop()]));

const take = async (who: Client, parts: ConfigurationDocument['parts']) => {
  const document = { format: 'touchline-configuration' as const, version: 1, parts };
  const { revision, parts: compared } = await who.call('previewSettingsImport', { body: { document } });
  const told = compared.find(({ part }) => part === 'people');
  const { batchId } = await who.call('importSettings', { body: { revision, document } });
  return { told, batchId };
};
const exported = async (who: Client) => (await who.call('exportSettings', { query: { people: 'true' } })).parts;
const peopleIn = async (who: Client) => (await exported(who)).people as PeoplePart;
const personAt = async (who: Client, email: string) => (await who.call('listPeople')).people.find((one) => one.email === email);
const fang = 'fang.wang@touchline.example';

describe('people in the file of a configuration', () => {
  it('are in it only when asked for, without passwords, their queues by key', async () => {
    expect((await admin.call('exportSettings')).parts.people).toBeUndefined();
    const found = (await peopleIn(admin)).find(({ email }) => email === fang);
    expect(found).toMatchObject({ name: '王芳', role: 'agent', queueIds: ['queue:support'], capacity: { sms: 2 } });
    expect(JSON.stringify(await peopleIn(admin))).not.toMatch(/argon|password/i);
    const reader = await employ(test, roleDraft({ rights: { settings: { read: 'all', write: 'none' } } }));
    expect((await exported(reader)).people).toBeUndefined();
  });

  it('are brought, told of before and in the history, and sign in once they were handed a first password', async () => {
    const { people, roles } = await exported(admin);
    const { told } = await take(boss, { people, roles });
    expect(told?.effects.map(({ words }) => words.en).join()).toContain('people are added without a password');
    expect(told?.changes.map(({ to }) => to?.en)).toContain(fang);
    const arrived = await personAt(boss, fang);
    expect(arrived).toMatchObject({ name: '王芳', hasPassword: false, mustChangePassword: true, queueIds: [other.queueId] });
    expect((await personAt(boss, 'tem@touchline.example'))?.roleId).toBe((await personAt(admin, 'tem@touchline.example'))?.roleId);
    for (const password of ['', ' ', fang]) await expect(signIn(other, { email: fang, password })).rejects.toThrow();
    const { password } = await boss.call('resetPassword', { id: arrived?.id ?? '' });
    expect(await signIn(other, { email: fang, password })).toContain('touchline_session');
    const { changes } = await boss.call('settingsChanges', { query: { part: 'people' } });
    expect(changes.map(({ cause }) => cause)).toContain('imported');
    expect((await take(boss, { people })).batchId).toBeNull();
  });

  it('stay when a file does not name them, and are what it says when it does', async () => {
    const before = await peopleIn(boss);
    await take(boss, { people: before.filter(({ email }) => email !== fang) });
    expect((await personAt(boss, fang))?.deactivatedAt).toBeNull();
    await take(boss, { people: before.map((one) => (one.email === fang ? { ...one, role: 'supervisor', queueIds: [] } : one)) });
    expect(await personAt(boss, fang)).toMatchObject({ role: 'supervisor', queueIds: [] });
  });

  it('are taken away again with the import that brought them, and come back with the next; who has left stays away', async () => {
    const lin = { ...(await peopleIn(boss))[0], name: '林', email: 'lin@touchline.example', phoneAddress: null, role: 'agent' };
    const { batchId } = await take(boss, { people: [...(await peopleIn(boss)), lin] });
    await boss.call('undoSettingsImport', { id: batchId ?? '' });
    expect((await peopleIn(boss)).map(({ email }) => email)).not.toContain(lin.email);
    await take(boss, { people: [lin] });
    const person = await personAt(boss, lin.email);
    expect(person?.deactivatedAt).toBeNull();
    await boss.call('resetPassword', { id: person?.id ?? '' });
    await boss.call('deactivatePerson', { id: person?.id ?? '' });
    const { told } = await take(boss, { people: [lin] });
    expect(told?.effects.map(({ words }) => words.en)).toEqual(['林 has left and is not brought back by a file.']);
    expect((await personAt(boss, lin.email))?.deactivatedAt).not.toBeNull();
  });

  it('are refused by place for what is not here, and for rights that whoever brings them does not have', async () => {
    const [first] = await peopleIn(boss);
    const wrong = { ...first, email: 'x@touchline.example', roleId: '01990000-0000-7000-8000-000000000000', skills: { telepathy: 3 } };
    const { problems } = await boss.call('previewSettings', { body: { part: 'people', draft: [wrong] } });
    expect(problems.map(({ place }) => place)).toEqual(expect.arrayContaining(['0.skills.telepathy', '0.roleId']));
    const clerk = await employ(
      other,
      roleDraft({ rights: { settings: { read: 'all', write: 'all' }, people: { read: 'all', write: 'all' } } }),
    );
    const document = {
      format: 'touchline-configuration' as const,
      version: 1,
      parts: { people: [{ ...first, email: 'y@touchline.example', role: 'admin', roleId: null, skills: {} }] },
    };
    expect(await clerk.refusal('previewSettingsImport', { body: { document } })).toMatch(/beyond_own_rights/);
    await eventually(async () => expect(await other.hub.db.all(sql`select from agents where email like 'y@%'`)).toEqual([]));
  });
});
