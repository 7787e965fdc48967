import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../../support/hub.ts';
import { acceptAtOnce, playDay, rehearse, type Staffed, staffed } from './recorded-day.ts';

let test: TestHub;
let staff: Staffed;
beforeEach(async () => {
  test = await startTestHub();
});
afterEach(async () => {
  staff.leave();
  await test.stop();
});

describe('a recorded day, played again under unchanged rules', () => {
  it('gives every task to the agent who had it at the moment it was taken, when offers were accepted at once', async () => {
    staff = await staffed(test, {}, {}, {});
    const period = await playDay(test, staff, acceptAtOnce);
    const { state, error, result } = await rehearse(staff.boss, { period });
    expect({ state, error }).toEqual({ state: 'done', error: null });
    expect(result?.drift).toMatchObject({ compared: 12, same: 12, causes: [], first: [] });
    expect(result?.summary).toMatchObject({ arrivals: 12, longer: 0, shorter: 0, same: 12 });
  });

  it('explains each task that fared otherwise by what the agents did', async () => {
    staff = await staffed(test, {}, {}, {});
    const declined = new Set<string>();
    const period = await playDay(test, staff, {
      async answer(agent, id) {
        const task = (await agent.call('desk')).offers[0]?.task.id ?? '';
        if (declined.size < 2 && !declined.has(task)) {
          declined.add(task);
          await agent.call('rejectOffer', { id });
          return undefined;
        }
        return agent.call('acceptOffer', { id });
      },
    });
    const { result } = await rehearse(staff.boss, { period });
    const { compared = 0, same = 0, causes = [], first = [] } = result?.drift ?? {};
    expect(compared - same).toBeGreaterThan(0);
    expect(causes.reduce((sum, { count }) => sum + count, 0)).toBe(compared - same);
    expect(causes.map(({ cause }) => cause)).not.toContain('unexplained');
    expect(first.filter(({ cause }) => cause === 'declined').every(({ taskId }) => declined.has(taskId))).toBe(true);
    expect(first.some(({ cause }) => cause === 'declined')).toBe(true);
  });

  it('tells the time an offer rang from everything else, and what follows from it', async () => {
    staff = await staffed(test, {}, {});
    const period = await playDay(test, staff, {
      async answer(agent, id) {
        test.clock.move(4);
        return agent.call('acceptOffer', { id });
      },
    });
    const { result } = await rehearse(staff.boss, { period });
    const { causes = [], first = [], compared = 0, same = 0 } = result?.drift ?? {};
    expect(compared - same).toBeGreaterThan(0);
    expect(causes.map(({ cause }) => cause)).toContain('ring_time');
    expect(causes.map(({ cause }) => cause)).not.toContain('unexplained');
    const [earliest] = first;
    expect(earliest).toMatchObject({ cause: 'ring_time', recorded: { seconds: 4 }, played: { seconds: 0 } });
    expect(earliest?.recorded?.agentId).toBe(earliest?.played?.agentId);
  });
});
