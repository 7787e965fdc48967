import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderBody } from '../../../../server/contract/archive.ts';
import { watchValues } from '../../../../server/customers/value/watch-values.ts';
import { sql } from '../../../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  joinTestHub,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../../../support/hub.ts';

let test: TestHub;
let admin: Client;
let boss: Client;
let mei: Client;
beforeAll(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { name: 'Admin', role: 'admin', queues: [] }));
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
  mei = await client(test, await addPerson(test));
});
afterAll(() => test.stop());

const reach = (enter: number, leave: number) => ({ number: 'revenueWindow', is: 'at_least', enter, leave }) as const;
const rules = {
  tiers: [
    { tier: 'gold', match: 'any', conditions: [reach(500_000, 400_000), { field: 'occupation', is: 'one_of', values: ['surgeon'] }] },
    { tier: 'silver', match: 'any', conditions: [reach(100_000, 50_000)] },
  ],
  reviewDays: 7,
  note: 'the first rules',
} as const;

const saveRules = async (draft: object = rules) => {
  const { versions } = await admin.call('tierRules');
  await admin.call('saveTierRules', { body: { basedOn: versions[0]?.version ?? 0, draft: draft as never } });
  await test.pass(0);
};

let count = 0;
const ago = (days: number): string => new Date(test.clock.now().getTime() - days * 86_400_000).toISOString();
const orderOf = (id: string, amount: number, traits: Partial<OrderBody> = {}): OrderBody => ({
  ...{ number: `V-${++count}`, customer: { id }, placedAt: ago(10), currency: 'EUR', amount, cost: Math.round(amount / 2), status: 'paid' },
  ...{ items: [], payment: null, delivery: null, returns: [] },
  ...traits,
});
const buys = (id: string, amount: number, traits: Partial<OrderBody> = {}) => boss.call('putOrder', { body: orderOf(id, amount, traits) });
const somebody = (traits = {}) => addCustomer(test, { name: `Somebody ${++count}`, ...traits });
const stored = (id: string) =>
  test.hub.db.maybe<{ revenue: number; profit: number; stage: string; orders: number; tierByRules: string | null; dueAt: Date | null }>(
    sql`select revenue, profit, stage, orders, tier_by_rules, due_at from customer_values where customer_id = ${id}`,
  );
const tierOf = async (id: string) => (await boss.call('getCustomer', { id })).tier;

describe('an order', () => {
  it('is seen in the value of its customer within seconds, and nobody else’s is made anew', async () => {
    const [ada, other] = [await somebody(), await somebody()];
    await buys(other, 100);
    await test.pass(0);
    const before = await test.hub.db.one(sql`select * from customer_values where customer_id = ${other}`);
    const began = performance.now();
    await buys(ada, 20_000);
    await eventually(async () => expect(await stored(ada)).toMatchObject({ revenue: 20_000, profit: 10_000, orders: 1, stage: 'new' }));
    expect(performance.now() - began).toBeLessThan(5000);
    expect(await test.hub.db.one(sql`select * from customer_values where customer_id = ${other}`)).toEqual(before);
  });

  it('explains itself, and hides from agents what is earned', async () => {
    const ada = await somebody();
    await buys(ada, 20_000, { returns: [{ at: ago(2), amount: 5000, reason: 'broken' }] });
    const seen = await boss.call('customerValue', { id: ada });
    expect(seen.numbers.profit).toMatchObject({
      value: 7500,
      formula: 'profit',
      inputs: { margin: 7500, costToServe: 0, promotionCost: 0 },
    });
    const { numbers } = await mei.call('customerValue', { id: ada });
    expect(numbers.revenue?.value).toBe(15_000);
    expect(Object.keys(numbers)).not.toEqual(expect.arrayContaining(['margin']));
    for (const name of ['margin', 'profit', 'costToServe', 'lifetimeValue'] as const) expect(numbers[name]).toBeUndefined();
  });

  it('is not known yet as of a date before it, and the future is not asked', async () => {
    const ada = await somebody();
    await buys(ada, 20_000, { returns: [{ at: ago(2), amount: 5000, reason: '' }] });
    const asOf = async (days: number) => (await boss.call('customerValue', { id: ada, query: { asOf: ago(days) } })).numbers.revenue?.value;
    expect([await asOf(11), await asOf(9), await asOf(1)]).toEqual([0, 20_000, 15_000]);
    expect(await boss.refusal('customerValue', { id: ada, query: { asOf: ago(-1) } })).toBe('400 bad_request');
  });

  it('is not the only thing that counts: a rating is seen in the satisfaction kept of its customer', async () => {
    const ada = await somebody({ externalId: 'rated' });
    const rating = { externalId: 'R-1', customer: { id: ada }, score: 4, at: ago(1) };
    await boss.call('putRating', { body: rating });
    await test.pass(0);
    expect(await test.hub.db.one(sql`select satisfaction from customer_values where customer_id = ${ada}`)).toEqual({ satisfaction: 75 });
  });

  it('in a currency that no rate converts is counted aside, and named in the settings', async () => {
    const ada = await somebody();
    await buys(ada, 20_000, { currency: 'NOK' });
    expect((await boss.call('customerValue', { id: ada })).numbers.revenue).toMatchObject({
      value: 0,
      inputs: { 'unconverted.NOK': 20_000 },
    });
    expect((await boss.call('valueSettings')).unknownCurrencies).toEqual(['NOK']);
  });
});

describe('with rules', () => {
  beforeAll(() => saveRules());

  it('an order moves its customer to a better tier, and what waits stands in line by it', async () => {
    const phone = '+441632960901';
    const ada = await somebody({ phone });
    await smsArrives(test, { from: phone, text: 'Where is my order?' });
    await buys(ada, 600_000);
    await test.pass(0);
    expect(await tierOf(ada)).toBe('gold');
    expect(await test.hub.db.one(sql`select tier from tasks where customer_id = ${ada}`)).toEqual({ tier: 'gold' });
    const { changes, path } = await boss.call('valueSeries', { id: ada });
    expect(changes).toMatchObject([{ from: 'standard', to: 'gold', cause: 'rules', by: null }]);
    expect(path.map(({ tier }) => tier)).toEqual(['standard', 'gold']);
    const { tier } = await boss.call('customerValue', { id: ada });
    expect(tier.checks[0]).toMatchObject({
      tier: 'gold',
      enters: true,
      conditions: [{ number: 'revenueWindow', actual: 600_000, enter: 500_000 }, {}],
    });
  });

  it('a field of the record may give the tier', async () => {
    const ada = await somebody();
    await mei.call('changeCustomer', { id: ada, body: { occupation: 'surgeon' } });
    await test.pass(0);
    expect(await tierOf(ada)).toBe('gold');
  });

  it('orders give the same value and tier in whatever order they arrive', async () => {
    const amounts = [450_000, 80_000, 300_000, 20_000];
    const orders = amounts.map((amount, i) => ({ amount, placedAt: ago(400 - i * 100) }));
    const outcome = async (given: typeof orders) => {
      const id = await somebody();
      for (const { amount, placedAt } of given) await buys(id, amount, { placedAt });
      await test.pass(0);
      const { numbers, stage, tier } = await boss.call('customerValue', { id });
      const { profit, tierByRules } = (await stored(id)) ?? {};
      return { revenue: numbers.revenue, window: numbers.revenueWindow, stage, tier: tier.tier, profit, tierByRules };
    };
    const expected = await outcome(orders);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(orders, { minLength: orders.length }), async (given) => {
        expect(await outcome(given)).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });

  it('merging adds up two customers, undoing it gives each their value and tier back', async () => {
    const [ada, adam] = [await somebody(), await somebody()];
    await buys(ada, 300_000);
    await buys(adam, 300_000);
    await test.pass(0);
    const before = [await stored(ada), await stored(adam), await tierOf(ada), await tierOf(adam)];
    await boss.call('mergeCustomers', { id: ada, body: { mergedId: adam, reason: 'one person' } });
    await test.pass(0);
    expect([(await stored(ada))?.revenue, await stored(adam), await tierOf(ada)]).toEqual([600_000, undefined, 'gold']);
    const { merges } = await boss.call('readIdentity', { id: ada });
    await boss.call('undoMerge', { id: merges[0]?.id ?? '', body: { reason: 'two after all' } });
    await test.pass(0);
    expect([await stored(ada), await stored(adam), await tierOf(ada), await tierOf(adam)]).toEqual(before);
  });

  it('a decision above them stands until its end, and then they give the tier again', async () => {
    const ada = await somebody();
    await buys(ada, 150_000);
    await test.pass(0);
    expect(await boss.refusal('overrideTier', { id: ada, body: { tier: 'gold', reason: 'x', until: null } })).toBe('400 bad_request');
    expect(await boss.refusal('overrideTier', { id: ada, body: { tier: 'diamond', reason: 'a friend' } })).toBe('422 unknown_tier');
    expect(await mei.refusal('overrideTier', { id: ada, body: { tier: 'gold', reason: 'a friend' } })).toBe('403 not_allowed');
    const standing = await boss.call('overrideTier', { id: ada, body: { tier: 'gold', reason: 'we let them down', until: ago(-5) } });
    expect(standing).toMatchObject({ tier: 'gold', byRules: 'silver', override: { reason: 'we let them down', by: { name: 'Boss' } } });
    await buys(ada, 10);
    await test.pass(4 * 86_400);
    expect(await tierOf(ada)).toBe('gold');
    await test.pass(86_401);
    expect(await tierOf(ada)).toBe('silver');
    const { changes } = await boss.call('valueSeries', { id: ada });
    expect(changes.map(({ cause, to }) => [cause, to])).toEqual([
      ['rules', 'silver'],
      ['override', 'gold'],
      ['override_ended', 'silver'],
    ]);
    expect(await boss.refusal('endTierOverride', { id: ada })).toBe('404 not_found');
  });

  it('a tier set by hand is such a decision, until somebody ends it', async () => {
    const ada = await somebody();
    await boss.call('changeCustomer', { id: ada, body: { tier: 'gold' } });
    await buys(ada, 100);
    await test.pass(0);
    expect(await tierOf(ada)).toBe('gold');
    expect(await boss.call('endTierOverride', { id: ada })).toMatchObject({ tier: 'standard', override: null });
  });

  it('time alone moves a customer: the sweep finds whoever is due', async () => {
    const ada = await somebody();
    await buys(ada, 600_000, { placedAt: ago(300) });
    await test.pass(0);
    expect(await tierOf(ada)).toBe('gold');
    for (let week = 0; week < 11; week++) {
      await test.pass(7 * 86_400);
      await watchValues(test.hub);
      await test.pass(0);
    }
    expect(await tierOf(ada)).toBe('standard');
    expect(await stored(ada)).toMatchObject({ stage: 'lapsed', tierByRules: 'standard' });
  });

  it('rules that cannot be are refused by place, and drafts on an old version too', async () => {
    const draft = {
      tiers: [
        { tier: 'gold', conditions: [reach(5, 6)] },
        { tier: 'standard', conditions: [reach(1, 1)] },
      ],
    };
    expect(await admin.refusal('saveTierRules', { body: { basedOn: 1, draft: draft as never } })).toBe('422 invalid_settings');
    const { problems } = await boss.call('previewTierRules', { body: { draft: draft as never } });
    expect(problems.map(({ place }) => place)).toEqual(['tiers.0.conditions.0.leave', 'tiers.1.tier']);
    expect(await admin.refusal('saveTierRules', { body: { basedOn: 0, draft: rules as never } })).toBe('409 changed_meanwhile');
  });

  it('a preview says who would move and what is wrong, and moves nobody', async () => {
    const ada = await somebody({ name: 'Ada of the preview' });
    await buys(ada, 60_000);
    await test.pass(0);
    const draft = { tiers: [{ tier: 'silver', conditions: [reach(55_000, 50_000)] }] };
    const asked = await boss.call('previewTierRules', { body: { draft: draft as never } });
    const { result } = await eventually(async () => {
      const view = await boss.call('tierPreview', { id: asked.id ?? '' });
      expect(view.state).toBe('done');
      return view;
    }, 60);
    expect(result?.moves).toContainEqual({ from: 'standard', to: 'silver', customers: expect.any(Number) });
    expect(result?.moves).toContainEqual({ from: 'gold', to: 'silver', customers: expect.any(Number) });
    expect(result?.sample).toContainEqual({ customerId: ada, name: 'Ada of the preview', from: 'standard', to: 'silver' });
    expect(result?.findings.map(({ code }) => code)).toContain('tier_without_rules');
    expect(result?.waiting).toBeNull();
    expect(await tierOf(ada)).toBe('standard');
  });
});

describe('several nodes', () => {
  it('make what is due once, and the last to write has seen all', async () => {
    const second = await joinTestHub(test);
    try {
      const people = await Promise.all(Array.from({ length: 12 }, () => somebody()));
      await Promise.all(people.flatMap((id) => [1, 2, 3].map(() => buys(id, 1000))));
      await eventually(async () =>
        expect(await Promise.all(people.map(async (id) => (await stored(id))?.revenue))).toEqual(people.map(() => 3000)),
      );
      await expect.poll(() => test.hub.db.one(sql`select count(*) as count from values_due`)).toEqual({ count: 0 });
    } finally {
      await second.leave();
    }
  });
});
