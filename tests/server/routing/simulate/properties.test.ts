import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../../server/contract/statuses.ts';
import type { Line } from '../../../../server/routing/decide.ts';
import { linesOf } from '../../../../server/routing/simulate/policy-lines.ts';
import { runSimulation } from '../../../../server/routing/simulate/run-simulation.ts';
import { arrivalsOf, type Day, shippedPromises, smoothDays, tiedDays } from './arbitrary-days.ts';
import { agentsAfter, simulated, simulatedByHand, tell, waitsAfter } from './outcomes.ts';
import { byDecide, byHand, urgencyOf } from './rules-by-hand.ts';
import { mayTake } from './simulate-naively.ts';

const anyDay = fc.oneof(tiedDays, smoothDays());
const promiseOf = (tier: string, channel: 'voice' | 'sms' | 'email' | 'web_chat') =>
  Object.entries(shippedPromises).find(([name]) => name === tier)?.[1][channel] ?? Number.NaN;

describe('the simulator agrees call by call', () => {
  it('with a second program that looks at everybody at every instant', () => {
    fc.assert(
      fc.property(anyDay, (day) => void expect(simulated(day)).toEqual(simulatedByHand(day, byHand(day.rules)))),
      { numRuns: 400 },
    );
  });

  it("with the hub's `decide`, asked anew for every start", () => {
    const none: Line = { headStart: 0, acceleration: 0 };
    fc.assert(
      fc.property(tiedDays, (day) => {
        const rule = byDecide((tier, channel) => linesOf([{ queueId: '', tier, channel, skills: {} }], day.rules)[0] ?? none);
        expect(simulated(day)).toEqual(simulatedByHand(day, rule));
      }),
      { numRuns: 200 },
    );
  });

  it('with itself, every time', () => {
    fc.assert(fc.property(anyDay, (day) => void expect(simulated(day)).toEqual(simulated(day))));
  });
});

describe('at no instant of any day', () => {
  it('does anybody wait whom an agent with room could serve', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const told = tell(day);
        const instants = told.flatMap(({ at, startedAt, endedAt }) => [at, startedAt, endedAt]).filter(Number.isFinite);
        for (const now of instants) {
          const agents = agentsAfter(day, told, now);
          const waiting = told.filter((task) => waitsAfter(task, now));
          expect(waiting.filter((task) => agents.some((agent) => mayTake(agent, task)))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does a task start while one of higher score, which its agent could have taken instead, goes on waiting', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const told = tell(day);
        for (const started of told.filter(({ agent }) => agent !== null)) {
          const now = started.startedAt;
          const agent = agentsAfter(day, told, now, started)[(started.agent ?? 0) - 1];
          const score = urgencyOf(day.rules, started, now);
          for (const task of told) {
            if (!agent || !waitsAfter(task, now) || !mayTake(agent, task)) continue;
            expect(urgencyOf(day.rules, task, now)).toBeLessThanOrEqual(score);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does an agent hold more than their capacity, or anything new beside a call', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const told = tell(day);
        for (const task of told.filter(({ agent }) => agent !== null)) {
          const agent = agentsAfter(day, told, task.startedAt, task)[(task.agent ?? 0) - 1];
          const before = agent?.working.filter((other) => (other.startedAt ?? 0) < task.startedAt) ?? [];
          expect(agent && mayTake({ ...agent, working: before }, task)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('nobody is overtaken under `promise`', () => {
  it('by somebody with the same need who came in the last promise(theirs)/promise(own) share of the wait', () => {
    const oneNeed = smoothDays(fc.constant('promise')).map((day): Day => {
      const first = day.arrivals[0];
      const alike = (tier: string) => first && { ...first.need, tier };
      return {
        ...day,
        arrivals: day.arrivals.flatMap((row) => [alike(row.need.tier)].flatMap((need) => (need ? [{ ...row, need }] : []))),
      };
    });
    fc.assert(
      fc.property(oneNeed, (day) => {
        const told = tell(day).filter(({ agent }) => agent !== null);
        for (const own of told) {
          for (const theirs of told) {
            if (theirs.at <= own.at || theirs.startedAt >= own.startedAt) continue;
            const share = promiseOf(theirs.need.tier, theirs.need.channel) / promiseOf(own.need.tier, own.need.channel);
            const lastShareBegins = own.startedAt - share * (own.startedAt - own.at);
            expect(theirs.at).toBeLessThanOrEqual(lastShareBegins + 1e-9);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('whatever the policy', () => {
  const patient = (day: Day): Day => ({ ...day, arrivals: day.arrivals.map((row) => ({ ...row, patience: Infinity })) });
  const under = (day: Day, policy: Day['rules']['policy']) => runSimulation({ ...day.rules, policy }, arrivalsOf(day.arrivals));

  it('one agent who takes one task at a time does the same work and is done at the same time', () => {
    const alone = smoothDays()
      .map(patient)
      .map((day): Day => {
        const queues = ['support', '售后'];
        const agents = [{ count: 1, queues, skills: { zh: 3, en: 3, billing: 3 }, capacity: { voice: 1 } }];
        const arrivals = day.arrivals.map((row) => ({ ...row, need: { ...row.need, channel: 'voice' as const } }));
        return { rules: { ...day.rules, agents }, arrivals };
      });
    fc.assert(
      fc.property(alone, fc.constantFrom(...presets), fc.constantFrom(...presets), (day, one, other) => {
        const [a, b] = [under(day, one), under(day, other)];
        expect(a.busySeconds).toBeCloseTo(b.busySeconds, 6);
        expect(a.busySeconds).toBeCloseTo(
          day.arrivals.reduce((sum, { handle }) => sum + handle, 0),
          6,
        );
        expect(a.simulatedSeconds).toBeCloseTo(b.simulatedSeconds, 6);
      }),
    );
  });

  it('agents alike start tasks of equal length at the same moments, only not the same tasks', () => {
    const equal = smoothDays()
      .map(patient)
      .map((day): Day => {
        const agents = [{ count: 3, queues: ['support', '售后'], skills: {}, capacity: { voice: 1 } }];
        const arrivals = day.arrivals.map((row) => ({ ...row, handle: 4, need: { ...row.need, channel: 'voice' as const, skills: {} } }));
        return { rules: { ...day.rules, agents }, arrivals };
      });
    fc.assert(
      fc.property(equal, fc.constantFrom(...presets), fc.constantFrom(...presets), (day, one, other) => {
        expect(under(day, one).startedAt.sort()).toEqual(under(day, other).startedAt.sort());
      }),
    );
  });
});
