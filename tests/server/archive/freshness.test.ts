import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCustomer, addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;
let root: Client;
let ada: string;
const DAY = 86_400;
beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  root = await client(test, await addPerson(test, { role: 'admin', name: 'Root' }));
  ada = await addCustomer(test, { name: 'Ada Byron' });
});
afterAll(() => test.stop());

const field = async (name: string) => (await mei.call('readRecord', { id: ada })).fields.find(({ field }) => field === name);
const trust = (name: string, staleDays: number | null) =>
  root.call('putFreshness', { body: { field: name, staleDays, refreshBy: 'next_contact' } });
const put = (body: object) => mei.call('changeCustomer', { id: ada, body });

describe('a field that is trusted for a time', () => {
  it('goes stale when nobody has written it or found it right for so long, and says who refreshes it', async () => {
    await trust('city', 180);
    await put({ city: 'London' });
    expect(await field('city')).toMatchObject({ value: 'London', stale: false, refreshBy: 'next_contact', by: { name: 'Mei Lin' } });
    test.clock.move(180 * DAY);
    expect(await field('city')).toMatchObject({ stale: false });
    test.clock.move(1);
    expect(await field('city')).toMatchObject({ value: 'London', stale: true });
  });

  it('is fresh again when somebody has seen that it is still right, without a change in its history', async () => {
    const { changes } = await mei.call('fieldChanges', { id: ada });
    await mei.call('checkField', { id: ada, body: { field: 'city' } });
    expect(await field('city')).toMatchObject({ stale: false, asOf: test.clock.now().toISOString() });
    expect((await mei.call('fieldChanges', { id: ada })).changes).toEqual(changes);
    test.clock.move(181 * DAY);
    expect(await field('city')).toMatchObject({ stale: true });
    await put({ city: 'Bath' });
    expect(await field('city')).toMatchObject({ value: 'Bath', stale: false });
  });

  it('that is empty is nothing to distrust', async () => {
    await trust('occupation', 1);
    test.clock.move(2 * DAY);
    expect(await field('occupation')).toMatchObject({ value: null, stale: false, asOf: null });
  });

  it('that nobody wrote by hand was there from the beginning', async () => {
    await trust('name', 30);
    const old = await addCustomer(test, { name: 'Old Friend' });
    test.clock.move(31 * DAY);
    const { fields } = await mei.call('readRecord', { id: old });
    expect(fields.find((one) => one.field === 'name')).toMatchObject({ stale: true, by: null });
  });

  it('is trusted for ever again when its rule is taken away', async () => {
    test.clock.move(400 * DAY);
    expect(await field('city')).toMatchObject({ stale: true });
    await trust('city', null);
    expect(await field('city')).toMatchObject({ stale: false, refreshBy: null });
  });

  it('may be one of our own; one that is required says when it is missing', async () => {
    const label = { en: 'Meter', 'zh-CN': '表号' };
    await root.call('putCustomField', {
      body: { revision: null, draft: { key: 'meter', label, type: 'text', rules: { required: true } } },
    });
    expect(await field('fields.meter')).toMatchObject({ value: null, missing: true });
    await trust('fields.meter', 10);
    await put({ fields: { meter: '4711' } });
    test.clock.move(11 * DAY);
    expect(await field('fields.meter')).toMatchObject({ value: '4711', missing: false, stale: true });
  });

  it('must be a field that there is', async () => {
    const body = { field: 'shoe_size', staleDays: 5, refreshBy: 'assignee' as const };
    expect(await root.refusal('putFreshness', { body })).toBe('422 unknown_field');
    expect(await mei.refusal('checkField', { id: ada, body: { field: 'shoe_size' } })).toBe('422 unknown_field');
    expect(await mei.refusal('checkField', { id: ada, body: { field: 'fields.nothing' } })).toBe('422 unknown_field');
  });
});

describe('preferences', () => {
  it('are fields like others, with their history', async () => {
    const quietHours = { timeZone: 'Asia/Shanghai', from: '22:00', until: '07:30' };
    await put({ preferredChannel: 'sms', quietHours });
    expect(await mei.call('readRecord', { id: ada })).toMatchObject({ preferredChannel: 'sms', quietHours });
    await put({ preferredChannel: 'sms', quietHours });
    const { changes } = await mei.call('fieldChanges', { id: ada });
    expect(changes.slice(0, 2).map(({ field, after }) => [field, after])).toEqual([
      ['quietHours', '22:00–07:30 Asia/Shanghai'],
      ['preferredChannel', 'sms'],
    ]);
    await put({ preferredChannel: null, quietHours: null });
    expect(await mei.call('readRecord', { id: ada })).toMatchObject({ preferredChannel: null, quietHours: null, quietNow: false });
  });

  it('refuse a place without a clock and hours that are none', async () => {
    const refused = (quietHours: object) => mei.refusal('changeCustomer', { id: ada, body: { quietHours } as never });
    expect(await refused({ timeZone: 'Mars/Olympus', from: '22:00', until: '07:00' })).toBe('422 bad_time_zone');
    expect(await refused({ timeZone: 'UTC', from: '22:00', until: '22:00' })).toBe('422 bad_time_zone');
    expect(await refused({ timeZone: 'UTC', from: '25:00', until: '07:00' })).toBe('400 bad_request');
    expect(await mei.refusal('changeCustomer', { id: ada, body: { preferredChannel: 'pigeon' } as never })).toBe('400 bad_request');
  });
});
