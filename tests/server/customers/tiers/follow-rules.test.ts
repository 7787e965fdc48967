import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TierRulesDraft } from '../../../../server/contract/tier-rules.ts';
import { type Course, followRules } from '../../../../server/customers/tiers/follow-rules.ts';
import type { Facts } from '../../../../server/customers/value/facts.ts';
import { openLedger } from '../../../../server/customers/value/open-ledger.ts';
import { shippedSettings } from '../../../../server/customers/value/shipped-settings.ts';
import { day, facts, factsOf, model, order, shuffled } from '../value/some-facts.ts';

const levels = ['standard', 'silver', 'gold', 'platinum'];
const reach = (enter: number, leave: number) => ({ number: 'revenueWindow', is: 'at_least', enter, leave }) as const;
const rules = TierRulesDraft.parse({
  tiers: [
    { tier: 'platinum', conditions: [reach(10_000, 8000), { field: 'fields.contract', is: 'one_of', values: ['premium'] }] },
    { tier: 'gold', conditions: [reach(5000, 4000)] },
    { tier: 'silver', conditions: [reach(1000, 500)] },
  ],
  reviewDays: 7,
});

const follow = (given: Facts, until: number, by: TierRulesDraft = rules) =>
  followRules(
    {
      ledger: openLedger(given, shippedSettings),
      settings: shippedSettings,
      models: [model(day(100))],
      rules: by,
      levels,
    } satisfies Course,
    until,
  );
const tiers = (given: Facts, until: number, by = rules) => follow(given, until, by).steps.map(({ tier }) => tier);

describe('tiers by rules', () => {
  it('rise with the order that brings a customer over the threshold, and fall when it is long ago', () => {
    const given = facts({ orders: [order(day(0), 6000)] });
    expect(follow(given, day(0)).tier).toBe('gold');
    expect(follow(given, day(365)).tier).toBe('gold');
    const { tier, steps } = follow(given, day(373));
    expect(tier).toBe('standard');
    expect(steps.at(-1)?.at).toBeGreaterThan(day(365));
  });

  it('fall by one where the lower threshold of the next one still holds', () => {
    const given = facts({ orders: [order(day(0), 6500), order(day(100), 4500)] });
    expect(tiers(given, day(380))).toEqual(['standard', 'gold', 'platinum', 'gold']);
  });

  it('are kept for the minimum stay', () => {
    const kept = TierRulesDraft.parse({ ...rules, tiers: rules.tiers.map((rule) => ({ ...rule, minStayDays: 90 })) });
    const given = facts({ orders: [order(day(0), 6000, { returns: [{ at: day(10), amount: 6000 }] })] });
    expect(follow(given, day(11)).tier).toBe('standard');
    expect(follow(given, day(89), kept)).toMatchObject({ tier: 'gold', keptUntil: day(90) });
    expect(follow(given, day(98), kept)).toMatchObject({ tier: 'standard', keptUntil: undefined });
  });

  it('follow a field of the record by the dates of its changes', () => {
    const changes = [
      { at: day(10), id: 1, field: 'fields.contract', before: null, after: 'premium' },
      { at: day(40), id: 2, field: 'fields.contract', before: 'premium', after: 'basic' },
    ];
    const given = facts({ changes, record: { 'fields.contract': 'basic' } });
    expect(follow(given, day(50)).steps).toMatchObject([
      { tier: 'standard' },
      { tier: 'platinum', at: day(10) },
      { tier: 'standard', at: day(40) },
    ]);
  });

  it('look at whom nothing happens to on their own days of review', () => {
    const given = facts({ orders: [order(day(0), 6000)] });
    const { nextAt } = follow(given, day(20));
    expect(nextAt - day(20)).toBeGreaterThan(0);
    expect(nextAt - day(20)).toBeLessThanOrEqual(day(7) - day(0));
    expect(follow({ ...given, customerId: '01900000-0000-7000-8000-000000000002' }, day(20)).nextAt).not.toBe(nextAt);
  });

  it('are the same in whatever order the facts came', () => {
    fc.assert(
      fc.property(factsOf, fc.infiniteStream(fc.nat()), (given, chance) => {
        expect(follow(shuffled(given, chance), day(1200))).toEqual(follow(given, day(1200)));
      }),
      { numRuns: 50 },
    );
  });

  it('of a past date are what they were, whatever came later', () => {
    fc.assert(
      fc.property(factsOf, fc.integer({ min: 0, max: 1100 }), (given, look) => {
        const then = follow(given, day(look)).steps;
        expect(follow(given, day(1200)).steps.filter(({ at }) => at <= day(look))).toEqual(then);
      }),
      { numRuns: 50 },
    );
  });

  it('never flap while the number stays between the thresholds: neither in nor out', () => {
    const between = fc.array(fc.integer({ min: 4001, max: 4999 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(between, fc.boolean(), (levelsOfRevenue, wasGold) => {
        let sum = wasGold ? 5000 : 0;
        const orders = wasGold ? [order(day(0), 5000)] : [];
        levelsOfRevenue.forEach((wanted, i) => {
          orders.push(
            order(day(i + 1), Math.max(0, wanted - sum), { returns: wanted < sum ? [{ at: day(i + 1), amount: sum - wanted }] : [] }),
          );
          sum = wanted;
        });
        const golds = tiers(facts({ orders }), day(70)).filter((tier) => tier === 'gold').length;
        expect(golds).toBe(wasGold ? 1 : 0);
        expect(follow(facts({ orders }), day(70)).tier).toBe(wasGold ? 'gold' : 'silver');
      }),
    );
  });
});
