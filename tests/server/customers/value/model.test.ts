import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedPurchases, probabilityAlive } from '../../../../server/customers/value/expect-purchases.ts';
import { fitPurchases } from '../../../../server/customers/value/fit-purchases.ts';
import { expectedSpend, fitSpend } from '../../../../server/customers/value/fit-spend.ts';
import { logGamma } from '../../../../server/customers/value/log-gamma.ts';
import { drawCustomers, truth } from './draw-customers.ts';

/** As Fader, Hardie & Lee (2005) fitted them to the CDNOW sample. */
const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const known = fc
  .record({
    frequency: fc.nat({ max: 60 }),
    age: fc.double({ min: 0.2, max: 300, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ frequency, age, share }) => ({ frequency, age, recency: frequency === 0 ? 0 : age * share }));
const parameter = fc.double({ min: 0.05, max: 8, noNaN: true });
const models = fc.record({ r: parameter, alpha: fc.double({ min: 0.2, max: 40, noNaN: true }), a: parameter, b: parameter });

describe('the logarithm of the gamma function', () => {
  it('is that of the factorial for whole numbers, and of √π for one half', () => {
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
  });

  it('steps by the logarithm of its argument everywhere', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x) => {
        expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x))).toBeLessThan(1e-12 * Math.max(1, Math.abs(logGamma(x))));
      }),
    );
  });
});

describe('what a customer will buy', () => {
  it('is the published 1.226 purchases in 39 weeks for x = 2, t_x = 30.43, T = 38.86', () => {
    expect(expectedPurchases(cdnow, { frequency: 2, recency: 30.43, age: 38.86 }, 39)).toBeCloseTo(1.226, 3);
  });

  it('is what many customers drawn from the model go on to buy', () => {
    const drawn = drawCustomers(60_000, { until: 40, after: 30 });
    const twice = drawn.filter(({ frequency, recency }) => frequency === 2 && recency > 20 && recency < 25);
    const bought = twice.reduce((sum, { later }) => sum + later, 0) / twice.length;
    const expected = twice.reduce((sum, customer) => sum + expectedPurchases(truth, customer, 30), 0) / twice.length;
    expect(twice.length).toBeGreaterThan(500);
    expect(Math.abs(bought - expected)).toBeLessThan(0.1 * expected);
  });

  it('grows with the horizon and is never negative; the chance to be alive lies between 0 and 1', () => {
    fc.assert(
      fc.property(models, known, fc.double({ min: 0.1, max: 200, noNaN: true }), (model, customer, horizon) => {
        fc.pre(Math.abs(model.a - 1) > 0.01 && Math.abs(model.a + model.b - 1) > 0.01);
        const [near, far] = [expectedPurchases(model, customer, horizon), expectedPurchases(model, customer, 2 * horizon)];
        expect(near).toBeGreaterThanOrEqual(0);
        expect(far).toBeGreaterThanOrEqual(near * (1 - 1e-9));
        expect(probabilityAlive(model, customer)).toBeGreaterThanOrEqual(0);
        expect(probabilityAlive(model, customer)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has no jump where the formula divides by zero', () => {
    const customer = { frequency: 3, recency: 10, age: 20 };
    const near = (a: number) => expectedPurchases({ ...cdnow, a }, customer, 10);
    expect(near(1)).toBeCloseTo((near(0.999) + near(1.001)) / 2, 4);
  });

  it('is surer of somebody who bought lately', () => {
    fc.assert(
      fc.property(models, known, (model, customer) => {
        const fresh = { ...customer, recency: customer.frequency === 0 ? 0 : customer.age };
        expect(probabilityAlive(model, fresh)).toBeGreaterThanOrEqual(probabilityAlive(model, customer) - 1e-12);
      }),
    );
  });
});

describe('the fit', () => {
  const drawn = drawCustomers(30_000, { until: 60, after: 0 });
  const column = (name: 'frequency' | 'recency' | 'age' | 'meanSpend') => Float64Array.from(drawn, (customer) => customer[name]);
  const summary = {
    customers: drawn.map((_, i) => String(i)),
    frequency: column('frequency'),
    recency: column('recency'),
    age: column('age'),
    meanSpend: column('meanSpend'),
  };

  it('finds the parameters by which the customers were drawn', () => {
    const { r, alpha, a, b } = fitPurchases(summary);
    for (const ratio of [r / truth.r, alpha / truth.alpha, a / truth.a, b / truth.b]) expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
  });

  it('finds what they spend, whatever the unit of money', () => {
    const spend = fitSpend(summary);
    const inCents = fitSpend({ ...summary, meanSpend: summary.meanSpend.map((amount) => amount * 100) });
    if (!spend || !inCents) throw new Error('nothing was fitted');
    const mean = (spend.p * spend.v) / (spend.q - 1);
    expect(mean / ((truth.p * truth.v) / (truth.q - 1))).toBeCloseTo(1, 1);
    expect(expectedSpend(inCents, 3, 5000) / expectedSpend(spend, 3, 50)).toBeCloseTo(100, 2);
  });

  it('draws the amount of somebody hardly known towards everybody’s', () => {
    const spend = { p: 6.25, q: 3.74, v: 15.44 };
    const all = (spend.p * spend.v) / (spend.q - 1);
    expect(expectedSpend(spend, 0, 0)).toBeCloseTo(all, 10);
    expect(expectedSpend(spend, 1, 200)).toBeGreaterThan(all);
    expect(expectedSpend(spend, 1, 200)).toBeLessThan(expectedSpend(spend, 20, 200));
    expect(expectedSpend(spend, 20, 200)).toBeLessThan(200);
  });
});
