import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentsNeeded } from '../../../../server/routing/staffing/agents-needed.ts';
import { erlangA } from '../../../../server/routing/staffing/erlang-a.ts';
import { planHalfHours } from '../../../../server/routing/staffing/plan-half-hours.ts';
import { arrivalsOf } from '../simulate/arbitrary-days.ts';
import { rehearse } from '../simulate/rehearse.ts';

const promises = { gold: { voice: 20, email: 3600 }, silver: { voice: 60 }, standard: { voice: 120 } };
const need = (tier: string, traits: object = {}) => ({ queueId: 'support', tier, channel: 'voice' as const, skills: {}, ...traits });
const calls = (count: number, from: number, tier: string, handle: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `${tier} ${from} ${i}`, at: from + i, need: need(tier), handle, patience: Infinity }));

describe('the agents needed', () => {
  it('are the textbook ones: 100 calls of 3 min in half an hour, 80 % within 20 s', () => {
    expect(agentsNeeded({ ratePerSecond: 100 / 1800, handleSeconds: 180 }, Infinity, { share: 0.8, seconds: 20 })).toBe(14);
    expect(agentsNeeded({ ratePerSecond: 0, handleSeconds: 180 }, Infinity, { share: 0.8, seconds: 20 })).toBe(0);
  });

  it('are enough, and one fewer would not be', () => {
    const share = fc.double({ min: 0.05, max: 0.99, noNaN: true });
    const patience = fc.oneof(fc.constant(Infinity), fc.integer({ min: 10, max: 1000 }));
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.3, noNaN: true }), share, patience, (ratePerSecond, wanted, patient) => {
        const demand = { ratePerSecond, handleSeconds: 150 };
        const agents = agentsNeeded(demand, patient, { share: wanted, seconds: 20 });
        const inTime = (count: number) => erlangA(demand, patient, count, 20).answeredInTime;
        expect(inTime(agents)).toBeGreaterThanOrEqual(wanted);
        if (agents > 0) expect(inTime(agents - 1)).toBeLessThan(wanted);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a plan', () => {
  it('has a row for each queue, channel and half hour in which somebody came, with what each promise takes', () => {
    const day = [...calls(100, 36_000, 'gold', 180), ...calls(100, 37_800, 'standard', 180), ...calls(100, 37_900, 'gold', 240)];
    const mail = {
      ...calls(1, 40_000, 'gold', 600)[0],
      id: 'mail',
      at: 40_000,
      need: need('gold', { channel: 'email' }),
      handle: 600,
      patience: Infinity,
    };
    const plan = planHalfHours(arrivalsOf([...day, mail]), { promises, share: 0.8, patienceSeconds: Infinity });
    expect(plan.map(({ channel, from, arrivals, handleSeconds }) => ({ channel, from, arrivals, handleSeconds }))).toEqual([
      { channel: 'email', from: 39_600, arrivals: 1, handleSeconds: 600 },
      { channel: 'voice', from: 36_000, arrivals: 100, handleSeconds: 180 },
      { channel: 'voice', from: 37_800, arrivals: 200, handleSeconds: 210 },
    ]);
    expect(plan[1]).toMatchObject({
      promiseSeconds: 20,
      agents: 14,
      tiers: [{ tier: 'gold', arrivals: 100, promiseSeconds: 20, agents: 14 }],
    });
    // 100 × 180 s of 120 s promises and 100 × 240 s of 20 s promises.
    expect(plan[2]?.promiseSeconds).toBeCloseTo((18 * 120 + 24 * 20) / 42, 9);
    const [standard, gold] = plan[2]?.tiers ?? [];
    expect(standard?.agents).toBeLessThanOrEqual(plan[2]?.agents ?? 0);
    expect(gold?.agents).toBeGreaterThanOrEqual(plan[2]?.agents ?? 0);
  });

  it('leaves out what nothing is promised to, but not its work', () => {
    const day = [...calls(10, 0, 'gold', 60), ...calls(90, 100, 'nobody', 60)];
    expect(planHalfHours(arrivalsOf(day), { promises, share: 0.8, patienceSeconds: Infinity })).toMatchObject([
      { arrivals: 100, promiseSeconds: 20, tiers: [{ tier: 'gold', arrivals: 10 }] },
    ]);
    expect(planHalfHours(arrivalsOf(calls(5, 0, 'nobody', 60)), { promises, share: 0.8, patienceSeconds: 60 })).toEqual([]);
  });

  it.each([
    [{ gold: 0.02, silver: 0.04, standard: 0.1 }, 200, Infinity, 0.8],
    [{ gold: 0.1, silver: 0.2, standard: 0.5 }, 180, Infinity, 0.9],
    [{ gold: 0.02, silver: 0.04, standard: 0.1 }, 200, 120, 0.9],
  ])(
    'keeps the promise of every tier in the simulator, nearly: %o per second, %i s, patience %d s, %d',
    async (rates, handle, patience, share) => {
      const tiers = Object.entries(rates);
      const day = tiers.flatMap(([tier, rate]) => calls(Math.round(rate * 1800), 0, tier, handle));
      const [halfHour] = planHalfHours(arrivalsOf(day), { promises, share, patienceSeconds: patience });
      const { summary } = await rehearse({
        seed: 3,
        arrivals: 300_000,
        warmup: 10_000,
        policy: 'promise',
        promises,
        agents: [{ count: halfHour?.agents, queues: ['support'], capacity: { voice: 1 } }],
        streams: tiers.map(([tier, ratePerSecond]) => ({
          queue: 'support',
          tier,
          channel: 'voice',
          ratePerSecond,
          handle: { distribution: 'exponential', mean: handle },
          patience: patience === Infinity ? null : { distribution: 'exponential', mean: patience },
        })),
      });
      for (const { withinPromise, answered, arrived } of summary.groups) {
        expect(((withinPromise ?? 0) * answered) / arrived).toBeGreaterThan(share - 0.05);
      }
    },
  );
});
