import fc from 'fast-check';
import { DAY, type Facts, type OrderFact } from '../../../../server/customers/value/facts.ts';
import type { FittedModel } from '../../../../server/customers/value/fitted-model.ts';

/** Noon of the nth day of a story. */
export const day = (n: number): number => Date.parse('2024-01-01T12:00:00Z') + n * DAY;

export const order = (at: number, amount: number, traits: Partial<OrderFact> = {}): OrderFact => ({
  at,
  currency: 'EUR',
  amount,
  cost: null,
  status: 'paid',
  returns: [],
  ...traits,
});

export const facts = (given: Partial<Facts>): Facts => ({
  customerId: '01900000-0000-7000-8000-000000000001',
  since: day(-1),
  tier: 'standard',
  orders: [],
  work: [],
  sent: [],
  ratings: [],
  complaints: [],
  touches: [],
  contacts: [],
  record: {},
  changes: [],
  overrides: [],
  ...given,
});

export const model = (asOf: number): FittedModel => ({
  id: '01900000-0000-7000-8000-000000000009',
  asOf,
  purchases: { r: 0.55, alpha: 10.6, a: 0.8, b: 2.4 },
  spend: { p: 6.25, q: 3.74, v: 15_440 },
  population: { recency: [20, 60, 150, 300], orders: [0, 1, 4, 9], revenue: [10_000, 40_000, 80_000, 200_000] },
});

const at = fc.integer({ min: 0, max: 1200 }).map(day);
const amount = fc.integer({ min: 0, max: 500_000 });
const channel = fc.constantFrom('voice', 'sms', 'email', 'web_chat');

const anOrder: fc.Arbitrary<OrderFact> = fc
  .record({
    at,
    amount,
    currency: fc.constantFrom('EUR', 'CNY', 'XPF'),
    cost: fc.option(amount),
    status: fc.constantFrom('paid', 'canceled'),
    back: fc.array(fc.record({ after: fc.integer({ min: 0, max: 200 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }), {
      maxLength: 2,
    }),
  })
  .map(({ back, ...one }) => ({
    ...one,
    returns: back.map(({ after, share }) => ({ at: one.at + after * DAY, amount: Math.floor((one.amount * share) / 2) })),
  }));

/** What may happen with a customer in three years. */
export const factsOf: fc.Arbitrary<Facts> = fc
  .record({
    orders: fc.array(anOrder, { maxLength: 12 }),
    work: fc.array(fc.record({ at, channel, seconds: fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 3 }) }), {
      maxLength: 5,
    }),
    sent: fc.array(fc.record({ at, channel, count: fc.integer({ min: 1, max: 20 }) }), { maxLength: 5 }),
    ratings: fc.array(fc.record({ at, score: fc.integer({ min: 1, max: 5 }) }), { maxLength: 5 }),
    complaints: fc.array(at, { maxLength: 3 }),
    touches: fc.array(fc.record({ at, currency: fc.constantFrom('EUR', 'CNY'), cost: amount }), { maxLength: 3 }),
    contacts: fc.array(at, { maxLength: 5 }),
  })
  .map(facts);

/** The same, in another order. */
export function shuffled(given: Facts, chance: Iterator<number>): Facts {
  const mix = <One>(list: readonly One[]): One[] =>
    list
      .map((one) => ({ one, key: Number(chance.next().value) }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
  return {
    ...given,
    orders: mix(given.orders).map((one) => ({ ...one, returns: mix(one.returns) })),
    work: mix(given.work),
    sent: mix(given.sent),
    ratings: mix(given.ratings),
    complaints: mix(given.complaints),
    touches: mix(given.touches),
    contacts: mix(given.contacts),
    changes: mix(given.changes),
  };
}
