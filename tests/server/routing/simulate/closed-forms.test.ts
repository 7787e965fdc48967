import { describe, expect, it } from 'vitest';
import { cobhamWaits, erlangAShare, firstComeWait, kleinrockWaits } from './closed-forms.ts';
import { rehearse, tierOf } from './rehearse.ts';

const tiers = ['platinum', 'gold', 'silver', 'standard'];
const promises = [10, 20, 60, 120];

interface Queue {
  readonly servers: number;
  readonly handle: number;
  /** Arrivals per second by tier, highest first. */
  readonly rates: readonly number[];
  readonly patience?: number;
}

/**
 * 400 000 customers of a queue, as a scenario. One seed, so that the outcome is always the same: chance alone moves a mean wait
 * by 1 to 3 % (one standard deviation) at these loads and this length.
 */
const scenarioOf = (policy: string, { servers, handle, rates, patience }: Queue) => ({
  seed: 5,
  arrivals: 400_000,
  warmup: 20_000,
  policy,
  promises: Object.fromEntries(tiers.map((tier, i) => [tier, { voice: promises[i] }])),
  agents: [{ count: servers, queues: ['support'], skills: {}, capacity: { voice: 1 } }],
  streams: rates.map((ratePerSecond, i) => ({
    queue: 'support',
    tier: tiers[i],
    channel: 'voice',
    ratePerSecond,
    handle: { distribution: 'exponential', mean: handle },
    patience: patience === undefined ? null : { distribution: 'exponential', mean: patience },
    skills: {},
  })),
});

const meanWaits = async (policy: string, queue: Queue) => {
  const played = await rehearse(scenarioOf(policy, queue));
  return queue.rates.map((_, i) => tierOf(played, tiers[i] ?? '').meanWait ?? Number.NaN);
};

/** Within 3 %, tier by tier. */
function expectClose(measured: readonly number[], expected: readonly number[]): void {
  const deviations = measured.map((value, i) => value / (expected[i] ?? Number.NaN) - 1);
  for (const deviation of deviations) expect(Math.abs(deviation)).toBeLessThan(0.03);
}

describe('the mean wait of 400 000 simulated customers is within 3 % of', () => {
  it.each([
    { servers: 1, handle: 4, rates: [0.125] },
    { servers: 1, handle: 1, rates: [0.8] },
    { servers: 5, handle: 3, rates: [1.4] },
    { servers: 20, handle: 5, rates: [3.5] },
    { servers: 50, handle: 300, rates: [0.15] },
  ])('Erlang C, one class: $servers agents, $rates/s, $handle s', async (queue) => {
    for (const policy of ['promise', 'first-come'])
      expectClose(await meanWaits(policy, queue), [firstComeWait(queue.rates[0] ?? 0, queue)]);
  });

  it.each([
    { servers: 1, handle: 1, rates: [0.3, 0.45] },
    { servers: 4, handle: 10, rates: [0.12, 0.18] },
    { servers: 10, handle: 60, rates: [0.03, 0.05, 0.06] },
  ])('Cobham, `strict`: $servers agents, $rates/s, $handle s', async (queue) => {
    expectClose(await meanWaits('strict', queue), cobhamWaits(queue.rates, queue));
  });

  it.each([
    { servers: 1, handle: 1, rates: [0.3, 0.45] },
    { servers: 1, handle: 2, rates: [0.1, 0.1, 0.1, 0.1] },
    { servers: 8, handle: 20, rates: [0.08, 0.1, 0.14] },
  ])('Kleinrock, `promise`: $servers agents, $rates/s, $handle s', async (queue) => {
    const slopes = queue.rates.map((_, i) => 1 / (promises[i] ?? 1));
    expectClose(await meanWaits('promise', queue), kleinrockWaits(queue.rates, slopes, queue));
  });
});

describe('the share of 400 000 simulated customers who give up is within 3 % of', () => {
  it.each([
    { servers: 1, handle: 10, rates: [0.09], patience: 30 },
    { servers: 20, handle: 200, rates: [0.1], patience: 60 },
    { servers: 20, handle: 200, rates: [0.15], patience: 60 },
    { servers: 100, handle: 180, rates: [0.3, 0.3], patience: 120 },
  ])('Erlang A: $servers agents, $rates/s, $handle s, patience $patience s', async (queue) => {
    const { summary } = await rehearse(scenarioOf('first-come', queue));
    const gaveUp = summary.groups.reduce((total, { abandoned }) => total + abandoned, 0);
    const came = summary.groups.reduce((total, { arrived }) => total + arrived, 0);
    const rate = queue.rates.reduce((total, each) => total + each, 0);
    expectClose([gaveUp / came], [erlangAShare(rate, queue.patience, queue)]);
  });
});

describe('what theory says of the waits of several classes', () => {
  const queue = { servers: 3, handle: 7 };

  it('agrees with itself: equal slopes are first come, and very different ones are strict', () => {
    const rates = [0.1, 0.12, 0.15];
    const together = firstComeWait(0.37, queue);
    for (const wait of kleinrockWaits(rates, [1, 1, 1], queue)) expect(wait).toBeCloseTo(together, 10);
    kleinrockWaits(rates, [1, 1e-7, 1e-14], queue).forEach((wait, i) => {
      expect(wait).toBeCloseTo(cobhamWaits(rates, queue)[i] ?? Number.NaN, 4);
    });
  });

  it('Erlang A with endless patience is a queue nobody leaves', () => {
    expect(erlangAShare(0.3, 1e9, queue)).toBeLessThan(1e-8);
  });
});
