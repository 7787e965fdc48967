import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderBody } from '../../../server/contract/archive.ts';
import { sql } from '../../../server/db/sql.ts';
import { addCustomer, addPerson, type Client, client, smsArrives, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let shop: Client;
let mei: Client;
beforeAll(async () => {
  test = await startTestHub();
  shop = await client(test, await addPerson(test, { name: 'Shop', role: 'supervisor', queues: [] }));
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

const order = (traits: Partial<OrderBody> = {}) => ({
  number: 'SO-1',
  customer: { externalId: 'C-1' },
  placedAt: '2026-05-01T10:00:00.000Z',
  currency: 'CNY',
  amount: 129_900,
  cost: 80_000,
  status: 'paid',
  items: [{ name: '净水器', quantity: 1, amount: 129_900 }],
  ...traits,
});
const happened = async (name: string): Promise<number> =>
  (await test.hub.db.one<{ count: number }>(sql`select count(*) as count from events where name = ${name}`)).count;

describe('an order', () => {
  it('is recorded under its number, and stands in the customer’s history', async () => {
    const { customer } = await shop.call('putProfile', { body: { externalId: 'C-1', name: '王小明' } });
    const made = await shop.call('putOrder', { body: order() });
    expect(made).toMatchObject({ number: 'SO-1', customerId: customer.id, amount: 129_900, cost: 80_000, payment: null, returns: [] });
    const { items } = await shop.call('customerTimeline', { id: customer.id });
    expect(items).toMatchObject([{ type: 'order', order: { number: 'SO-1', amount: 129_900 } }]);
    expect(await shop.call('getCustomer', { id: customer.id })).toMatchObject({
      orderCount: 1,
      value: [{ currency: 'CNY', amount: 129_900 }],
    });
  });

  it('brought again changes nothing and tells nobody; brought with news it changes', async () => {
    const [placed, changed] = [await happened('order.placed'), await happened('order.changed')];
    const before = await shop.call('putOrder', { body: order() });
    expect(await shop.call('putOrder', { body: order() })).toEqual(before);
    expect([await happened('order.placed'), await happened('order.changed')]).toEqual([placed, changed]);
    const news = { status: 'returned', returns: [{ at: '2026-05-09T10:00:00.000Z', amount: 129_900, reason: 'leaks' }] };
    expect(await shop.call('putOrder', { body: order(news) })).toMatchObject({ id: before.id, ...news });
    expect(await happened('order.changed')).toBe(changed + 1);
  });

  it('of ten programs that bring it at once there is one', async () => {
    const body = order({ number: 'SO-race' });
    const made = await Promise.all(Array.from({ length: 10 }, () => shop.call('putOrder', { body })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });

  it('shows what it cost us to those who steer only', async () => {
    const { customerId } = await shop.call('putOrder', { body: order() });
    expect((await shop.call('listOrders', { id: customerId })).orders.map(({ cost }) => cost)).toContain(80_000);
    expect((await mei.call('listOrders', { id: customerId })).orders.map(({ cost }) => cost)).toEqual([null, null]);
  });

  it('knows its cost by its items where they all have one, and shows it likewise', async () => {
    const item = { name: '滤芯', quantity: 2, amount: 4_000, cost: 1_500 };
    const body = order({ number: 'SO-items', cost: null, items: [item, { ...item, cost: 700 }] });
    const { customerId, cost, items } = await shop.call('putOrder', { body });
    expect([cost, items.map((one) => one.cost)]).toEqual([2_200, [1_500, 700]]);
    const seen = JSON.stringify([await mei.call('listOrders', { id: customerId }), await mei.call('customerTimeline', { id: customerId })]);
    expect(seen).toContain('滤芯');
    expect(seen).not.toMatch(/"cost":\s*\d/);
    const half = order({ number: 'SO-half', cost: null, items: [item, { name: 'service', quantity: 1, amount: 100 }] });
    expect((await shop.call('putOrder', { body: half })).cost).toBeNull();
  });

  it.each([
    ['of nobody we know', { customer: { externalId: 'nobody' } }, '422 unknown_customer'],
    ['whose number is another customer’s', { customer: { externalId: 'C-2' } }, '409 order_of_another'],
    ['of a negative amount', { amount: -1 }, '400 bad_request'],
    ['of half a cent', { amount: 0.5 }, '400 bad_request'],
    ['in no currency', { currency: 'yuan' }, '400 bad_request'],
    ['placed at no time', { placedAt: 'yesterday' }, '400 bad_request'],
  ])('%s is refused', async (_, traits, answer) => {
    await shop.call('putProfile', { body: { externalId: 'C-2' } });
    expect(await shop.refusal('putOrder', { body: order(traits) })).toBe(answer);
  });
});

describe('a profile', () => {
  it('is made under its key, and keeps what each field was, when, and who said so', async () => {
    const first = await shop.call('putProfile', { body: { externalId: 'K-1', name: 'Ada Byron', tier: 'silver', city: 'London' } });
    expect(first).toMatchObject({ created: true, customer: { externalId: 'K-1', name: 'Ada Byron', tier: 'silver', city: 'London' } });
    const again = await shop.call('putProfile', { body: { externalId: 'K-1', city: 'Paris', tier: 'gold' } });
    expect(again).toMatchObject({ created: false, customer: { id: first.customer.id, name: 'Ada Byron', tier: 'gold', city: 'Paris' } });
    const { changes } = await shop.call('fieldChanges', { id: first.customer.id });
    expect(changes.map(({ field, before, after, by }) => [field, before, after, by.name])).toEqual(
      expect.arrayContaining([
        ['city', 'London', 'Paris', 'Shop'],
        ['tier', 'silver', 'gold', 'Shop'],
        ['name', null, 'Ada Byron', 'Shop'],
      ]),
    );
  });

  it('brought again, in any number and order of times, is the same as brought once', async () => {
    const field = fc.record(
      { name: fc.constantFrom('Ada', '艾达'), city: fc.constantFrom('Paris', null), occupation: fc.constantFrom('engineer', null) },
      { requiredKeys: [] },
    );
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(field, { minLength: 1, maxLength: 5 }), fc.nat({ max: 3 }), async (bodies, repeats) => {
        runs += 1;
        const externalId = `P-${runs}`;
        for (const body of bodies)
          for (let time = 0; time <= repeats; time++) await shop.call('putProfile', { body: { externalId, ...body } });
        const { customer } = await shop.call('putProfile', { body: { externalId } });
        const wanted = Object.assign({ name: null, city: null, occupation: null }, ...bodies);
        expect(customer).toMatchObject(wanted);
        const { changes } = await shop.call('fieldChanges', { id: customer.id, query: { limit: 100 } });
        for (const name of ['name', 'city', 'occupation']) {
          const steps = changes.filter((change) => change.field === name).reverse();
          expect(steps.map(({ before }) => before)).toEqual([null, ...steps.map(({ after }) => after)].slice(0, steps.length));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('takes an address that is nobody’s, and never one that is another customer’s', async () => {
    const owner = await addCustomer(test, { name: 'Owner', phone: '+441632960555' });
    await smsArrives(test, { from: '+441632960555', text: 'mine' });
    const body = {
      externalId: 'K-2',
      addresses: [
        { kind: 'phone' as const, value: '+441632960555' },
        { kind: 'email' as const, value: 'New@Customer.example' },
      ],
    };
    const { customer, conflicts } = await shop.call('putProfile', { body });
    expect(conflicts).toEqual([{ kind: 'phone', value: '+441632960555', ownerId: owner }]);
    expect(customer.contactPoints).toMatchObject([
      { kind: 'phone', value: '+441632960555', evidence: 'claimed' },
      { kind: 'email', value: 'new@customer.example', evidence: 'asserted' },
    ]);
    expect((await shop.call('customerTimeline', { id: customer.id })).items).toEqual([]);
    expect((await shop.call('customerTimeline', { id: owner })).items.length).toBeGreaterThan(0);
    expect(await shop.call('putProfile', { body })).toMatchObject({ created: false, conflicts });
  });

  it('moves what waits to the place of the new tier, at its own age', async () => {
    const { customer } = await shop.call('putProfile', {
      body: { externalId: 'K-3', addresses: [{ kind: 'phone', value: '+441632960556' }] },
    });
    await smsArrives(test, { from: '+441632960556', text: 'how long?' });
    const waiting = async () =>
      (await shop.call('queue', { query: { limit: 200 } })).tasks.find((task) => task.customer.id === customer.id);
    const before = await waiting();
    await shop.call('putProfile', { body: { externalId: 'K-3', tier: 'platinum' } });
    expect(await waiting()).toMatchObject({ tier: 'platinum', neededAt: before?.neededAt });
  });

  it('is completed at the desk, but for the tier', async () => {
    const { customer } = await shop.call('putProfile', { body: { externalId: 'K-4' } });
    expect(await mei.call('changeCustomer', { id: customer.id, body: { manner: 'Speak slowly', birthday: '1990-02-28' } })).toMatchObject({
      manner: 'Speak slowly',
      birthday: '1990-02-28',
    });
    expect(await mei.refusal('changeCustomer', { id: customer.id, body: { tier: 'gold' } })).toBe('403 not_allowed');
    expect(await shop.refusal('changeCustomer', { id: customer.id, body: { tier: 'diamond' } })).toBe('422 unknown_tier');
    expect(await mei.refusal('changeCustomer', { id: customer.id, body: { birthday: '1990-02-30' } })).toBe('400 bad_request');
  });
});
