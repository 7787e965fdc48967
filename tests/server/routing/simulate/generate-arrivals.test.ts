import { describe, expect, it } from 'vitest';
import type { Arrivals } from '../../../../server/routing/simulate/arrivals.ts';
import { rehearse } from './rehearse.ts';

const stream = (tier: string, ratePerSecond: number) => ({
  queue: 'support',
  tier,
  channel: 'voice',
  ratePerSecond,
  handle: { distribution: 'lognormal', mean: 4, sd: 3 },
  patience: { distribution: 'exponential', mean: 30 },
});
const scenario = {
  seed: 4,
  arrivals: 20_000,
  policy: 'promise',
  promises: { gold: { voice: 20 }, standard: { voice: 120 } },
  agents: [{ count: 3, queues: ['support'], capacity: { voice: 1 } }],
  streams: [stream('gold', 0.2), stream('standard', 0.6)],
};

const customers = ({ at, handle, patience, needOf, needs }: Arrivals, tier: string) =>
  Array.from(at, (moment, row) => ({ moment, handle: handle[row], patience: patience[row], tier: needs[needOf[row] ?? 0]?.tier })).filter(
    (customer) => customer.tier === tier,
  );

describe('generated customers', () => {
  it('come in the order of time, each stream at its rate', async () => {
    const { arrivals } = await rehearse(scenario);
    expect(arrivals.at).toEqual(arrivals.at.toSorted());
    const seconds = arrivals.at.at(-1) ?? 0;
    for (const [tier, rate] of [
      ['gold', 0.2],
      ['standard', 0.6],
    ] as const) {
      expect(Math.abs(customers(arrivals, tier).length / seconds / rate - 1)).toBeLessThan(0.03);
    }
  });

  it('are the same under every policy and with any staff, with the same needs and patience', async () => {
    const { arrivals } = await rehearse(scenario);
    for (const changed of [{ policy: 'strict' }, { policy: 'first-come' }, { agents: [{ ...scenario.agents[0], count: 9 }] }]) {
      const again = (await rehearse({ ...scenario, ...changed })).arrivals;
      expect(again.at).toEqual(arrivals.at);
      expect(again.handle).toEqual(arrivals.handle);
      expect(again.patience).toEqual(arrivals.patience);
    }
  });

  it('of one stream stay who they are when another stream changes or one is added', async () => {
    const { arrivals } = await rehearse(scenario);
    const busier = await rehearse({ ...scenario, streams: [stream('gold', 0.2), stream('standard', 0.9), stream('standard', 0.1)] });
    const golden = customers(busier.arrivals, 'gold');
    expect(golden.length).toBeGreaterThan(1000);
    expect(golden).toEqual(customers(arrivals, 'gold').slice(0, golden.length));
  });

  it('differ from seed to seed', async () => {
    const [one, other] = [await rehearse(scenario), await rehearse({ ...scenario, seed: 5 })];
    expect(one.arrivals.at).not.toEqual(other.arrivals.at);
    expect(one.summary).not.toEqual(other.summary);
  });
});
