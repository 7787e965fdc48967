import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldDraft } from '../../../server/contract/archive-fields.ts';
import { sql } from '../../../server/db/sql.ts';
import { addCustomer, addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';
import { employ as employAs, roleDraft } from '../../support/roles.ts';

let test: TestHub;
let mei: Client;
let boss: Client;
let root: Client;
let ada: string;
beforeAll(async () => {
  test = await startTestHub();
  const employ = async (role: 'agent' | 'supervisor' | 'admin') => client(test, await addPerson(test, { role, name: role }));
  [mei, boss, root] = [await employ('agent'), await employ('supervisor'), await employ('admin')];
  ada = await addCustomer(test, { name: 'Ada Byron', externalId: 'C-1' });
});
afterAll(() => test.stop());

const label = (en: string, zh = en) => ({ en, 'zh-CN': zh });
const draft = (traits: Partial<FieldDraft> & { key: string }) => ({ label: label(traits.key), type: 'text' as const, ...traits });
const make = (traits: Partial<FieldDraft> & { key: string }) =>
  root.call('putCustomField', { body: { revision: null, draft: draft(traits) } });
const change = async (traits: Partial<FieldDraft> & { key: string }) => {
  const known = (await root.call('listCustomerFields')).fields.find(({ key }) => key === traits.key);
  if (!known) throw new Error(`no field ${traits.key}`);
  const { revision, retiredAt, mayWrite: _, ...rest } = known;
  return root.call('putCustomField', { body: { revision, draft: { ...rest, retired: retiredAt !== null, ...traits } } });
};
const put = (who: Client, fields: Record<string, string | number | boolean | string[] | null>) =>
  who.call('changeCustomer', { id: ada, body: { fields } });
const refused = (who: Client, fields: Record<string, string | number | boolean | string[] | null>) =>
  who.refusal('changeCustomer', { id: ada, body: { fields } });
const found = async (search: string) => (await mei.call('listCustomers', { query: { search } })).customers.map(({ name }) => name);

describe('a field of the installation’s own', () => {
  it('is made by an admin, filled at the desk, and its history is kept', async () => {
    await make({
      key: 'boiler',
      label: label('Boiler', '锅炉'),
      type: 'choice',
      options: [option('gas', '燃气'), option('heat_pump', '热泵')],
    });
    expect((await put(mei, { boiler: 'gas' })).fields).toEqual({ boiler: 'gas' });
    expect((await put(mei, { boiler: 'heat_pump' })).fields).toEqual({ boiler: 'heat_pump' });
    await put(mei, { boiler: 'heat_pump' });
    await put(mei, { boiler: null });
    const { changes } = await mei.call('fieldChanges', { id: ada });
    expect(changes.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['fields.boiler', 'heat_pump', null],
      ['fields.boiler', 'gas', 'heat_pump'],
      ['fields.boiler', null, 'gas'],
    ]);
    const [event] = await test.hub.db.all(sql`select data from events where name = 'customer.changed' order by id limit 1`);
    expect(event).toEqual({ data: { fields: ['fields.boiler'] } });
  });

  it('takes only what it may hold, and says by name what it may not', async () => {
    await make({ key: 'floors', type: 'number', rules: { required: true, min: 1 } });
    await put(mei, { floors: 3 });
    for (const wrong of ['three', 0, null, ['3']]) expect(await refused(mei, { floors: wrong })).toBe('422 bad_field_value');
    expect(await refused(mei, { floors: 4, unheard_of: 'x' })).toBe('422 unknown_field');
    expect((await mei.call('getCustomer', { id: ada })).fields).toEqual({ floors: 3 });
    expect(await mei.refusal('changeCustomer', { id: ada, body: { fields: { 'Not a key': 'x' } } })).toBe('400 bad_request');
  });

  it('two people who fill different fields at once lose nothing', async () => {
    await make({ key: 'left' });
    await make({ key: 'right' });
    await Promise.all([put(mei, { left: 'one' }), put(boss, { right: 'two' })]);
    expect((await mei.call('getCustomer', { id: ada })).fields).toMatchObject({ left: 'one', right: 'two', floors: 3 });
  });

  it('comes with a profile too, and the same again changes nothing', async () => {
    const body = { externalId: 'C-2', name: 'Bob', fields: { floors: 2 } };
    expect((await boss.call('putProfile', { body })).customer.fields).toEqual({ floors: 2 });
    const before = await test.hub.db.one(sql`select count(*) from field_changes`);
    await boss.call('putProfile', { body });
    expect(await test.hub.db.one(sql`select count(*) from field_changes`)).toEqual(before);
  });
});

const option = (key: string, zh: string) => ({ key, label: label(key, zh), retired: false });

describe('who may read and who may write', () => {
  it('is asked on the server: what one may not read is absent everywhere, what one may not write is refused by name', async () => {
    await make({ key: 'credit_limit', type: 'number', readRole: 'supervisor', writeRole: 'admin' });
    await put(root, { credit_limit: 5000 });
    expect((await boss.call('getCustomer', { id: ada })).fields).toMatchObject({ credit_limit: 5000 });
    expect(await refused(boss, { credit_limit: 1 })).toBe('403 field_not_writable');
    expect((await mei.call('getCustomer', { id: ada })).fields).not.toHaveProperty('credit_limit');
    expect(await refused(mei, { credit_limit: 1 })).toBe('422 unknown_field');
    expect(await boss.refusal('putProfile', { body: { externalId: 'C-1', fields: { credit_limit: 1 } } })).toBe('403 field_not_writable');
    for (const answer of [
      await mei.call('fieldChanges', { id: ada }),
      await mei.call('readRecord', { id: ada }),
      await mei.call('listCustomerFields'),
    ])
      expect(JSON.stringify(answer)).not.toMatch(/credit_limit|5000/);
    expect(JSON.stringify(await boss.call('fieldChanges', { id: ada }))).toContain('5000');
    expect(await mei.refusal('checkField', { id: ada, body: { field: 'fields.credit_limit' } })).toBe('422 unknown_field');
    expect(await boss.refusal('checkField', { id: ada, body: { field: 'fields.credit_limit' } })).toBe('403 field_not_writable');
  });
});

describe('searching', () => {
  it('finds customers by fields meant for it, in both languages, and no longer when they are not', async () => {
    await make({ key: 'estate', searchable: true });
    await make({ key: 'heating', type: 'choices', options: [option('solar', '太阳能'), option('wood', '木柴')], searchable: true });
    await put(mei, { estate: 'Willowbrook', heating: ['solar'], left: 'secretnote' });
    expect(await found('willowb')).toEqual(['Ada Byron']);
    expect(await found('太阳能')).toEqual(['Ada Byron']);
    expect(await found('secretnote')).toEqual([]);
    await change({ key: 'estate', searchable: false });
    expect(await found('willowbrook')).toEqual([]);
    await change({ key: 'left', searchable: true });
    expect(await found('secretnote')).toEqual(['Ada Byron']);
  });

  it('is refused for what not every agent may read', async () => {
    const body = { revision: null, draft: draft({ key: 'hidden', searchable: true, readRole: 'supervisor' }) };
    expect(await root.refusal('putCustomField', { body })).toBe('422 invalid_settings');
  });
});

describe('changing a field', () => {
  it('never takes away what is known: fields and options are retired and stay readable', async () => {
    await put(mei, { heating: ['wood'] });
    const options = (await root.call('listCustomerFields')).fields.find(({ key }) => key === 'heating')?.options ?? [];
    const without = { key: 'heating', options: options.filter(({ key }) => key !== 'wood') };
    await expect(change(without)).rejects.toThrow('must keep wood');
    await change({ key: 'heating', options: options.map((one) => ({ ...one, retired: one.key === 'wood' })) });
    expect((await mei.call('getCustomer', { id: ada })).fields.heating).toEqual(['wood']);
    expect((await put(mei, { heating: ['solar', 'wood'] })).fields.heating).toEqual(['solar', 'wood']);
    await put(mei, { heating: ['solar'] });
    expect(await refused(mei, { heating: ['wood'] })).toBe('422 bad_field_value');

    await change({ key: 'estate', retired: true });
    expect((await mei.call('getCustomer', { id: ada })).fields.estate).toBe('Willowbrook');
    expect(await refused(mei, { estate: 'Elsewhere' })).toBe('422 bad_field_value');
    await change({ key: 'estate', retired: false });
    expect((await put(mei, { estate: 'Elsewhere' })).fields.estate).toBe('Elsewhere');
    await expect(change({ key: 'estate', type: 'number' })).rejects.toThrow('never changes');
  });

  it('is refused on what somebody else has changed since', async () => {
    const [known] = (await root.call('listCustomerFields')).fields.filter(({ key }) => key === 'right');
    const { retiredAt: _, mayWrite: __, revision = '', ...rest } = known ?? {};
    await change({ key: 'right', rank: 7 });
    expect(await root.refusal('putCustomField', { body: { revision, draft: { ...draft({ key: 'right' }), ...rest } } })).toBe(
      '409 changed_meanwhile',
    );
    expect(await root.refusal('putCustomField', { body: { revision: null, draft: draft({ key: 'right' }) } })).toBe(
      '409 changed_meanwhile',
    );
  });

  it.each([
    ['a label in one language only', { label: { en: 'x', 'zh-CN': ' ' } }],
    ['a choice without options', { type: 'choice' }],
    ['an option that is there twice', { type: 'choice', options: [option('a', '一'), option('a', '二')] }],
    ['options of a text', { options: [option('a', '一')] }],
    ['a smallest above the largest', { type: 'number', rules: { required: false, min: 2, max: 1 } }],
    ['a type that is none', { type: 'blob' }],
    ['a key that is none', { key: 'Größe' }],
    ['a rule nobody knows', { rules: { required: false, regex: '(a+)+$' } }],
  ])('is refused with its place for %s', async (_, traits) => {
    const body = { revision: null, draft: { ...draft({ key: 'odd' }), ...traits } as never };
    expect(await root.refusal('putCustomField', { body })).toBe('422 invalid_settings');
  });

  it('is for admins', async () => {
    expect(await boss.refusal('putCustomField', { body: { revision: null, draft: draft({ key: 'mine' }) } })).toBe('403 not_allowed');
  });
});

describe('a field that names a role of one’s own', () => {
  const roleOf = async (who: Client) => (await who.call('me')).ownRole?.id ?? '';

  it('is read or changed by that role, whatever it builds on, and by no other', async () => {
    const [reader, keeper, temp] = [
      await employAs(test, roleDraft()),
      await employAs(test, roleDraft()),
      await employAs(test, roleDraft()),
    ];
    const [readBy, writeBy] = [[await roleOf(reader)], [await roleOf(keeper)]];
    await make({ key: 'vault', readRole: 'admin', writeRole: 'admin', readBy, writeBy });
    expect((await put(keeper, { vault: 'north' })).fields).toMatchObject({ vault: 'north' });
    expect((await reader.call('getCustomer', { id: ada })).fields).toMatchObject({ vault: 'north' });
    expect(await refused(reader, { vault: 'south' })).toBe('403 field_not_writable');
    expect((await temp.call('getCustomer', { id: ada })).fields).not.toHaveProperty('vault');
    expect(await refused(temp, { vault: 'south' })).toBe('422 unknown_field');
    const mayWrite = async (who: Client) => (await who.call('listCustomerFields')).fields.find(({ key }) => key === 'vault')?.mayWrite;
    expect([await mayWrite(reader), await mayWrite(keeper), await mayWrite(temp)]).toEqual([false, true, undefined]);
    const mayAsk = async (who: Client) => (await who.call('segmentFields')).fields.find(({ key }) => key === 'fields.vault')?.mayAsk;
    expect([await mayAsk(reader), await mayAsk(temp)]).toEqual([true, false]);
    const changes = async (who: Client) => (await who.call('fieldChanges', { id: ada })).changes.map(({ field }) => field);
    expect(await changes(reader)).toContain('fields.vault');
    expect(await changes(temp)).not.toContain('fields.vault');
  });

  it('names none that is not here, and forgets one that is gone', async () => {
    const somebody = '01990000-0000-7000-8000-000000000000';
    expect(await root.refusal('putCustomField', { body: { revision: null, draft: draft({ key: 'stray', readBy: [somebody] }) } })).toMatch(
      /unknown_role$/,
    );
    const { id } = await root.call('createRole', { body: { draft: roleDraft({ label: label('Auditor', '审计') }) } });
    await make({ key: 'audited', readRole: 'admin', readBy: [id], writeBy: [id] });
    await root.call('deleteRole', { id });
    const field = (await root.call('listCustomerFields')).fields.find(({ key }) => key === 'audited');
    expect(field).toMatchObject({ readBy: [], writeBy: [] });
    const told = await test.hub.db.all<{ part: string }>(
      sql`select data ->> 'part' as part from events where name = 'configuration.changed'`,
    );
    expect(told).toEqual([{ part: 'customer_fields' }]);
  });
});
