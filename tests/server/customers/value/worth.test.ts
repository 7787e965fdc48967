import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ValueNumber, ValueSettings, valueNumbers } from '../../../../server/contract/value.ts';
import type { Facts } from '../../../../server/customers/value/facts.ts';
import { shippedSettings } from '../../../../server/customers/value/shipped-settings.ts';
import { stageAt } from '../../../../server/customers/value/stage-of.ts';
import { numberIn, worthOf } from '../../../../server/customers/value/worth-of.ts';
import { day, facts, factsOf, model, order, shuffled } from './some-facts.ts';

const settings = ValueSettings.parse({
  ...shippedSettings,
  rates: [
    { currency: 'CNY', from: '2020-01-01', rate: 0.12 },
    { currency: 'CNY', from: '2026-03-01', rate: 0.13 },
  ],
});

describe('the value of a customer', () => {
  it('is what they bought less what they sent back, each at its own date', () => {
    const given = facts({ orders: [order(day(0), 10_000, { returns: [{ at: day(9), amount: 4000 }] })] });
    const revenue = (at: number) => numberIn(worthOf(given, settings, null, at), 'revenue');
    expect([revenue(day(-1)), revenue(day(0)), revenue(day(8)), revenue(day(9))]).toEqual([0, 10_000, 10_000, 6000]);
  });

  it('converts an order by the rate of its day, and says what it cannot convert instead of guessing', () => {
    const given = facts({
      orders: [
        order(Date.parse('2026-02-28T23:00:00Z'), 100_000, { currency: 'CNY' }),
        order(Date.parse('2026-03-01T01:00:00Z'), 100_000, { currency: 'CNY' }),
        order(Date.parse('2026-03-02T01:00:00Z'), 77_700, { currency: 'XPF' }),
      ],
    });
    const { numbers } = worthOf(given, settings, null, Date.parse('2026-04-01T00:00:00Z'));
    expect(numbers.revenue).toEqual({ value: 25_000, formula: 'revenue', inputs: { orders: 3, 'unconverted.XPF': 77_700 } });
  });

  it('knows that a yen has no hundredths', () => {
    const yen = ValueSettings.parse({ ...settings, rates: [{ currency: 'JPY', from: '2020-01-01', rate: 0.006 }] });
    expect(numberIn(worthOf(facts({ orders: [order(day(0), 10_000, { currency: 'JPY' })] }), yen, null, day(1)), 'revenue')).toBe(6000);
  });

  it('earns a margin where the cost is known or a share is assumed, and says nothing where neither is', () => {
    const given = facts({ orders: [order(day(0), 10_000, { cost: 6000 }), order(day(1), 5000)] });
    const margin = (share: number | null) => worthOf(given, { ...settings, marginShare: share }, null, day(2)).numbers.margin;
    expect(margin(0.2)?.value).toBe(5000);
    expect(margin(null)).toMatchObject({ value: null, inputs: { ordersWithoutCost: 1 } });
  });

  it('is less by what serving and approaching them cost: time handled, messages, minutes, campaigns', () => {
    const given = facts({
      orders: [order(day(0), 100_000, { cost: 50_000 })],
      work: [{ at: day(1), channel: 'voice', seconds: [1800, 1800] }],
      sent: [
        { at: day(1), channel: 'sms', count: 3 },
        { at: day(1), channel: 'voice', count: 10 },
      ],
      touches: [{ at: day(2), currency: 'EUR', cost: 150 }],
    });
    const { numbers } = worthOf(given, settings, null, day(3));
    expect(numbers.costToServe).toMatchObject({ value: 2000 + 18 + 20, inputs: { handling: 2000, handlingMinutes: 60, channels: 38 } });
    expect(numbers.profit).toMatchObject({ value: 50_000 - 2038 - 150, inputs: { margin: 50_000, costToServe: 2038, promotionCost: 150 } });
  });

  it('counts a task left open over night as the longest that is believed', () => {
    const given = facts({ work: [{ at: day(1), channel: 'email', seconds: [40_000] }] });
    expect(worthOf(given, settings, null, day(2)).numbers.costToServe?.inputs.handlingMinutes).toBe(120);
  });

  it('gives satisfaction from ratings and complaints of recent time, and none where nobody has said anything', () => {
    const rated = facts({
      ratings: [
        { at: day(0), score: 5 },
        { at: day(1), score: 4 },
        { at: day(-800), score: 1 },
      ],
      complaints: [day(2)],
    });
    expect(worthOf(rated, settings, null, day(3)).numbers.satisfaction).toMatchObject({
      value: 58.33,
      inputs: { ratings: 2, complaints: 1, meanRating: 4.5 },
    });
    expect(numberIn(worthOf(facts({}), settings, null, day(3)), 'satisfaction')).toBeNull();
  });

  it('scores against the limits that were found when the model was fitted, and shows them', () => {
    const given = facts({ orders: [order(day(0), 60_000), order(day(40), 60_000)] });
    const { numbers } = worthOf(given, settings, model(day(10)), day(45));
    expect(numbers.recency).toEqual({
      value: 5,
      formula: 'recency',
      inputs: { value: 5, limit1: 20, limit2: 60, limit3: 150, limit4: 300 },
    });
    expect([numbers.frequency?.value, numbers.monetary?.value]).toEqual([3, 4]);
  });

  it('expects nothing before a model was fitted, and uses none that was fitted later', () => {
    const given = facts({ orders: [order(day(0), 60_000), order(day(40), 60_000)] });
    for (const name of ['probabilityAlive', 'lifetimeValue', 'churnRisk', 'monetary'] as const) {
      expect(numberIn(worthOf(given, settings, model(day(50)), day(45)), name)).toBeNull();
      expect(numberIn(worthOf(given, settings, model(day(45)), day(45)), name)).not.toBeNull();
    }
  });

  it('of Fader, Hardie and Lee’s example expects their 1.226 purchases in 39 weeks', () => {
    // x = 2, t_x = 30.43 weeks, T = 38.86 weeks: to the day, 213 and 272 days.
    const given = facts({ orders: [order(day(0), 1000), order(day(100), 1000), order(day(213), 1000)] });
    const cdnow = { ...model(day(0)), purchases: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } };
    const { numbers } = worthOf(given, { ...settings, horizonWeeks: 39 }, cdnow, day(272));
    expect(numbers.expectedPurchases?.value).toBeCloseTo(1.226, 2);
    expect(numbers.probabilityAlive?.inputs).toMatchObject({ repeats: 2, recencyWeeks: 30.4286, ageWeeks: 38.8571 });
  });

  it('puts the risk of a single buyer who stays silent near certainty, although BG/NBD holds them alive for ever', () => {
    const { numbers } = worthOf(facts({ orders: [order(day(0), 1000)] }), settings, model(day(0)), day(1500));
    expect(numbers.probabilityAlive?.value).toBe(1);
    expect(numbers.churnRisk?.value).toBeGreaterThan(0.85);
  });
});

describe('the stage of a customer', () => {
  const stages = (dates: readonly number[], looks: readonly number[]) =>
    looks.map((at) => stageAt(Float64Array.from(dates), settings, at).stage);

  it('goes from prospect over new and active to at risk and lapsed, and comes back', () => {
    expect(stages([day(0), day(700)], [-1, 0, 90, 91, 180, 181, 365, 366, 700, 790, 791].map(day))).toEqual([
      ...['prospect', 'new', 'new', 'active', 'active', 'at_risk', 'at_risk', 'lapsed', 'won_back', 'won_back', 'active'],
    ]);
  });

  it('says itself when time alone will change it: until then it stays, then it does not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 8 }), fc.integer({ min: 0, max: 2500 }), (days, look) => {
        const dates = Float64Array.from(days.map(day)).sort();
        const { stage, until } = stageAt(dates, settings, day(look));
        if (until === undefined) return;
        const next = dates.find((date) => date > day(look)) ?? Infinity;
        if (until < next) expect(stageAt(dates, settings, until).stage).toBe(stage);
        if (until + 1 < next) expect(stageAt(dates, settings, until + 1).stage).not.toBe(stage);
      }),
    );
  });
});

describe('any facts', () => {
  it('give the same value in whatever order they came', () => {
    fc.assert(
      fc.property(factsOf, fc.integer({ min: 0, max: 1200 }), fc.infiniteStream(fc.nat()), (given, look, chance) => {
        const at = day(look);
        expect(worthOf(shuffled(given, chance), settings, model(day(100)), at)).toEqual(worthOf(given, settings, model(day(100)), at));
      }),
    );
  });

  it('that come after a date change nothing of the value as of that date', () => {
    fc.assert(
      fc.property(factsOf, fc.integer({ min: 0, max: 1200 }), (given, look) => {
        const at = day(look);
        expect(worthOf(until(given, at), settings, model(day(100)), at)).toEqual(worthOf(given, settings, model(day(100)), at));
      }),
    );
  });

  it('give numbers that are numbers, and shares that are shares', () => {
    fc.assert(
      fc.property(factsOf, fc.integer({ min: 0, max: 1200 }), (given, look) => {
        const worth = worthOf(given, settings, model(day(100)), day(look));
        const valuesOf = (names: readonly ValueNumber[]) => names.map((name) => numberIn(worth, name)).filter((value) => value !== null);
        expect(valuesOf(valueNumbers).every(Number.isFinite)).toBe(true);
        expect(valuesOf(['probabilityAlive', 'churnRisk']).every((share) => share >= 0 && share <= 1)).toBe(true);
        expect(valuesOf(['loyalty', 'satisfaction']).every((index) => index >= 0 && index <= 100)).toBe(true);
      }),
    );
  });
});

/** Only what had happened by then; of an order with a later return, the order. */
const until = (given: Facts, at: number): Facts => ({
  ...given,
  orders: given.orders.filter((one) => one.at <= at).map((one) => ({ ...one, returns: one.returns.filter((back) => back.at <= at) })),
  work: given.work.filter((one) => one.at <= at),
  sent: given.sent.filter((one) => one.at <= at),
  ratings: given.ratings.filter((one) => one.at <= at),
  complaints: given.complaints.filter((one) => one <= at),
  touches: given.touches.filter((one) => one.at <= at),
  contacts: given.contacts.filter((one) => one <= at),
});
