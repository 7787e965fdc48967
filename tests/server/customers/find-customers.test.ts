import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { addCustomer, addPerson, type Client, client, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;

beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  const ada = await addCustomer(test, {
    name: 'Ada Byron',
    phone: '+441632960111',
    email: 'ada.byron@customer.example',
    externalId: 'C-1001',
  });
  await addCustomer(test, { name: '王小明', phone: '+8657188880000', email: 'wang_xm@customer.example', externalId: 'C-1002' });
  await test.hub.db.all(sql`
    insert into orders (id, customer_id, number, placed_at, currency, amount, status) values (gen_random_uuid(), ${ada}, 'SO-2026-0042', now(), 'EUR', 100, 'delivered')`);
  await addCustomer(test, { name: '100% Zoë_Müller', phone: '+4930123456', externalId: 'C-1003' });
});
afterAll(() => test.stop());

const found = async (search: string) => (await mei.call('listCustomers', { query: { search } })).customers.map(({ name }) => name);

describe('a customer is found', () => {
  it.each([
    ['by a part of the name, in any case', 'byRON', 'Ada Byron'],
    ['by one Chinese character', '明', '王小明'],
    ['by two of them', '小明', '王小明'],
    ['by letters beyond ASCII, in any case', 'MÜLLER', '100% Zoë_Müller'],
    ['by our own key', 'c-1002', '王小明'],
    ['by the mail address', 'ada.byron@', 'Ada Byron'],
    ['by the number as it is stored', '+441632960111', 'Ada Byron'],
    ['by the number as it is dialled at home', '01632 960111', 'Ada Byron'],
    ['by the number with slashes and hyphens', '01632/960-111', 'Ada Byron'],
    ['by the number as it is dialled from abroad', '0044 1632 960111', 'Ada Byron'],
    ['by the end of the number', '960111', 'Ada Byron'],
    ['by a Chinese area code and number', '0571-8888 0000', '王小明'],
    ['with spaces around', '  Ada ', 'Ada Byron'],
    ['by several words in any order', 'byron ada', 'Ada Byron'],
    ['by pinyin', 'wangxiaoming', '王小明'],
    ['by pinyin of the given name', 'xiaom', '王小明'],
    ['by the initials of the pinyin', 'wxm', '王小明'],
    ['by letters without their accents', 'muller', '100% Zoë_Müller'],
    ['by full-width digits and letters', 'Ｃ－１００１', 'Ada Byron'],
    ['though mistyped', 'Byrom', 'Ada Byron'],
    ['though letters changed places', 'Bryon', 'Ada Byron'],
    ['by the number of an order', 'so-2026-00', 'Ada Byron'],
  ])('%s', async (_, search, name) => {
    expect(await found(search)).toEqual([name]);
  });

  it('by what they wrote with, from the first contact on', async () => {
    await smsArrives(test, { from: '+441632960777', text: 'hello' });
    expect(await found('960777')).toEqual([null]);
  });
});

describe('the best match stands first', () => {
  it('whole words before beginnings before parts, then the most valued', async () => {
    await addCustomer(test, { name: 'Quinnell Marquin' });
    await addCustomer(test, { name: 'Quin Standard' });
    await addCustomer(test, { name: 'Quin Gold', tier: 'gold' });
    await addCustomer(test, { name: 'Marquin Other' });
    expect(await found('quin')).toEqual(['Quin Gold', 'Quin Standard', 'Quinnell Marquin', 'Marquin Other']);
  });

  it('and a new name is found at once, the old one no more', async () => {
    const id = await addCustomer(test, { name: 'Before Marriage' });
    expect(await found('before')).toEqual(['Before Marriage']);
    await test.hub.db.all(sql`update customers set name = 'After Wedding' where id = ${id}`);
    expect(await found('after wedding')).toEqual(['After Wedding']);
    expect(await found('before')).toEqual([]);
    await test.hub.db.all(sql`update customers set name = 'Nobody Special', merged_into_id = null where id = ${id}`);
  });
});

describe('what looks like a pattern', () => {
  it('is taken for what it is', async () => {
    expect(await found('100%')).toEqual(['100% Zoë_Müller']);
    expect(await found('wang_xm')).toEqual(['王小明']);
    expect(await found('a%n')).toEqual([]);
    expect(await found('\\')).toEqual([]);
  });

  it('and nothing at all finds everybody', async () => {
    expect((await mei.call('listCustomers', { query: {} })).customers.length).toBeGreaterThan(8);
    expect(await found(' ')).toHaveLength((await mei.call('listCustomers', { query: {} })).customers.length);
  });
});
