import { describe, expect, it } from 'vitest';
import { collectArrivals } from '../../../../server/routing/simulate/collect-arrivals.ts';
import type { Setting, Shift } from '../../../../server/routing/simulate/floor.ts';
import { play } from '../../../../server/routing/simulate/run-simulation.ts';

const need = { queueId: 'support', tier: 'gold', channel: 'voice' as const, skills: {} };

/** Callers at these seconds, 10 s of handling each, `[when they were answered, by whom]`. */
function answers(shifts: readonly Shift[], at: readonly number[], setting: Partial<Setting> = {}, patience = Infinity) {
  const collected = collectArrivals();
  for (const [i, moment] of at.entries()) collected.add({ id: String(i), at: moment, need, handle: 10, patience });
  const agents = [{ count: 2, queues: ['support'], skills: {}, capacity: { voice: 1, email: 2 } }];
  const run = play({ agents, lines: [{ headStart: 0, acceleration: 1 }], shifts, ...setting }, collected.arrivals());
  return at.map((_, row) => [run.startedAt[row], run.agentOf[row]]);
}

const comes = (agent: number, at: number): Shift => ({ at, agent, comes: true });
const goes = (agent: number, at: number): Shift => ({ at, agent, comes: false });

describe('agents who come and go', () => {
  it('take nothing before they come, and whoever waited is answered when they do', () => {
    expect(answers([comes(0, 5), comes(1, 30)], [0, 1])).toEqual([
      [5, 0],
      [15, 0],
    ]);
  });

  it('take nothing any more when they have gone, but finish what they hold', () => {
    expect(answers([goes(0, 4), goes(1, 0)], [0, 5])).toEqual([
      [0, 0],
      [Number.NaN, -1],
    ]);
    expect(answers([goes(1, 0), goes(0, 4), comes(0, 6)], [0, 5])).toEqual([
      [0, 0],
      [10, 0],
    ]);
  });

  it('are free before those who arrive at the same instant are looked at, and gone before them, too', () => {
    expect(answers([comes(1, 0), goes(0, 0)], [0])).toEqual([[0, 1]]);
  });

  it('have been idle since they came', () => {
    expect(answers([comes(1, 1), comes(0, 2)], [3])).toEqual([[3, 1]]);
  });

  it('leave nobody waiting for ever who gives up', () => {
    expect(answers([goes(0, 0), goes(1, 0), comes(0, 100)], [50], {}, 20)).toEqual([[Number.NaN, -1]]);
  });
});

describe('what counts as waiting', () => {
  it('may be less than the time: who stood in a closed queue is no more urgent for it', () => {
    const collected = collectArrivals();
    const mail = { ...need, channel: 'email' as const };
    collected.add({ id: 'mail', at: 0, need: mail, handle: 10, patience: Infinity });
    collected.add({ id: 'call', at: 50, need, handle: 10, patience: Infinity });
    const agents = [{ count: 1, queues: ['support'], skills: {}, capacity: { voice: 1, email: 1 } }];
    const lines = [
      { headStart: 0, acceleration: 1 },
      { headStart: 0, acceleration: 1 },
    ];
    const setting: Setting = { agents, lines, shifts: [comes(0, 100)], bars: { voice: ['voice', 'email'], email: ['voice'] } };
    const order = (given: Setting) => [...play(given, collected.arrivals()).startedAt];
    expect(order(setting)).toEqual([100, 110]);
    expect(order({ ...setting, waited: (which, since, now) => (which === 0 ? 1 : now - since) })).toEqual([110, 100]);
  });
});

describe('what holding a task keeps an agent from', () => {
  it('is as the policy says: a mail leaves room for a call unless it bars it', () => {
    const collected = collectArrivals();
    collected.add({ id: 'mail', at: 0, need: { ...need, channel: 'email' }, handle: 10, patience: Infinity });
    collected.add({ id: 'call', at: 1, need, handle: 10, patience: Infinity });
    const agents = [{ count: 1, queues: ['support'], skills: {}, capacity: { voice: 1, email: 1 } }];
    const lines = [
      { headStart: 0, acceleration: 1 },
      { headStart: 0, acceleration: 1 },
    ];
    expect([...play({ agents, lines }, collected.arrivals()).startedAt]).toEqual([0, 1]);
    expect([...play({ agents, lines, bars: { email: ['voice'] } }, collected.arrivals()).startedAt]).toEqual([0, 10]);
  });
});
