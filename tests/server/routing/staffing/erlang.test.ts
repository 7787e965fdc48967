import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA } from '../../../../server/routing/staffing/erlang-a.ts';
import { erlangC } from '../../../../server/routing/staffing/erlang-c.ts';
import { erlangC as delayedShare, erlangAShare, firstComeWait } from '../simulate/closed-forms.ts';
import { rehearse, tierOf } from '../simulate/rehearse.ts';

const demands = fc.record({ handleSeconds: fc.integer({ min: 10, max: 600 }), load: fc.double({ min: 0.1, max: 60, noNaN: true }) });
const demandOf = ({ handleSeconds, load }: { handleSeconds: number; load: number }) => ({
  handleSeconds,
  ratePerSecond: load / handleSeconds,
});

describe('Erlang C', () => {
  it('is the share who wait and their mean wait, as summed by hand', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 1, max: 20 }), (given, spare) => {
        const demand = demandOf(given);
        const agents = Math.floor(given.load) + spare;
        const { delayed, meanWait } = erlangC(demand, agents, 20);
        expect(delayed).toBeCloseTo(delayedShare(agents, given.load), 10);
        expect(meanWait / firstComeWait(demand.ratePerSecond, { servers: agents, handle: demand.handleSeconds })).toBeCloseTo(1, 6);
      }),
    );
  });

  it('is the textbook value: 100 calls of 3 min in half an hour and 14 agents answer 89 % within 20 s', () => {
    const { serviceLevel, delayed, occupancy } = erlangC({ ratePerSecond: 100 / 1800, handleSeconds: 180 }, 14, 20);
    expect(delayed).toBeCloseTo(0.1741, 4);
    expect(serviceLevel).toBeCloseTo(0.8884, 4);
    expect(occupancy).toBeCloseTo(10 / 14, 12);
  });

  it('has no end of waiting when there is more work than agents', () => {
    for (const agents of [0, 9, 10]) {
      expect(erlangC({ ratePerSecond: 0.1, handleSeconds: 100 }, agents, 20)).toMatchObject({ meanWait: Infinity, answeredInTime: 0 });
    }
    expect(erlangC({ ratePerSecond: 0, handleSeconds: 100 }, 0, 20)).toMatchObject({ meanWait: 0, answeredInTime: 1 });
  });
});

describe('Erlang A', () => {
  it('loses the share that the birth and death process loses', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 1, max: 70 }), fc.integer({ min: 5, max: 2000 }), (given, agents, patience) => {
        const demand = demandOf(given);
        const expected = erlangAShare(demand.ratePerSecond, patience, { servers: agents, handle: demand.handleSeconds });
        expect(erlangA(demand, patience, agents, 20).abandoned).toBeCloseTo(expected, 8);
      }),
    );
  });

  it('becomes Erlang C as patience grows', () => {
    const demand = { ratePerSecond: 0.1, handleSeconds: 180 };
    const limit = erlangC(demand, 22, 20);
    const patient = erlangA(demand, 1e8, 22, 20);
    expect(patient.meanWait).toBeCloseTo(limit.meanWait, 3);
    expect(patient.answeredInTime).toBeCloseTo(limit.answeredInTime, 5);
    expect(erlangA(demand, Infinity, 22, 20)).toEqual(limit);
  });

  it('serves more in time the more agents there are, in overload too', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 0, max: 70 }), fc.integer({ min: 5, max: 2000 }), (given, agents, patience) => {
        const [fewer, more] = [agents, agents + 1].map((count) => erlangA(demandOf(given), patience, count, 20));
        expect(more?.answeredInTime).toBeGreaterThanOrEqual((fewer?.answeredInTime ?? 0) - 1e-9);
        for (const share of [more?.answeredInTime, more?.serviceLevel, more?.delayed, more?.occupancy]) {
          expect(share).toBeGreaterThanOrEqual(-1e-9);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it('says what the simulator shows: waits, who is answered in time, who gives up, how busy agents are', async () => {
    const demand = { ratePerSecond: 0.1, handleSeconds: 180 };
    const [agents, patience, promise] = [18, 90, 20];
    const played = await rehearse({
      seed: 2,
      arrivals: 400_000,
      warmup: 10_000,
      policy: 'promise',
      promises: { gold: { voice: promise } },
      agents: [{ count: agents, queues: ['support'], capacity: { voice: 1 } }],
      streams: [
        {
          queue: 'support',
          tier: 'gold',
          channel: 'voice',
          ratePerSecond: demand.ratePerSecond,
          handle: { distribution: 'exponential', mean: demand.handleSeconds },
          patience: { distribution: 'exponential', mean: patience },
        },
      ],
    });
    const { meanWait, withinPromise, answered, abandoned, arrived } = tierOf(played, 'gold');
    const theory = erlangA(demand, patience, agents, promise);
    expect(Math.abs((meanWait ?? 0) / theory.meanWait - 1)).toBeLessThan(0.03);
    expect(((withinPromise ?? 0) * answered) / arrived).toBeCloseTo(theory.answeredInTime, 2);
    expect(abandoned / arrived).toBeCloseTo(theory.abandoned, 2);
    expect(played.summary.occupancy).toBeCloseTo(theory.occupancy, 2);
  });
});
