import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCustomer, addPerson, type Client, client, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let mei: Client;

beforeAll(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  await addCustomer(test, { name: 'Ada Byron', phone: '+441632960111', email: 'ada.byron@customer.example', externalId: 'C-1001' });
  await addCustomer(test, { name: '王小明', phone: '+8657188880000', email: 'wang_xm@customer.example', externalId: 'C-1002' });
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
  ])('%s', async (_, search, name) => {
    expect(await found(search)).toEqual([name]);
  });

  it('by what they wrote with, from the first contact on', async () => {
    await smsArrives(test, { from: '+441632960777', text: 'hello' });
    expect(await found('960777')).toEqual([null]);
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
    expect(await found(' ')).toHaveLength(4);
  });
});
