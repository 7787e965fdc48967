import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentsNeeded } from '../../../../server/routing/staffing/agents-needed.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../../support/hub.ts';
import { addPast, type PastCall } from '../../rehearsals/add-past.ts';

let test: TestHub;
let boss: Client;
let agent: Client;

/** Seconds from now to a time of the day, some days ago (UTC). */
const ago = (days: number, hour: number) => {
  const now = test.clock.now().getTime();
  const midnight = Math.floor(now / 86_400_000) * 86_400_000;
  return (midnight - days * 86_400_000 + hour * 3_600_000 - now) / 1000;
};

beforeAll(async () => {
  test = await startTestHub();
  agent = await client(test, await addPerson(test, { capacity: { voice: 1 } }));
  boss = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
  // Each day of the last week, from nine to half past nine: twelve calls of 300 s, one of which gave up after 40 s.
  const calls: PastCall[] = [1, 2, 3, 4, 5, 6, 7].flatMap((days) =>
    Array.from({ length: 12 }, (_, i) => ({
      at: ago(days, 9) + i * 140,
      tier: i % 2 ? 'gold' : 'standard',
      ...(i === 5 ? { gaveUpAfter: 40 } : { wait: i % 3, handle: 300 }),
    })),
  );
  await addPast(test, agent.person.id, calls);
}, 60_000);
afterAll(() => test.stop());

const plan = (query: object = {}) => boss.call('staffing', { query: { queueId: test.queueId, weeks: 1, ...query } });

describe('agents needed, from our own history', () => {
  it('are planned for each half hour in which somebody came, a day on average', async () => {
    const { days, halfHours, patience } = await plan();
    expect(days).toBe(7);
    expect(patience).toMatchObject({ abandoned: 7, answered: 77 });
    expect(halfHours.map(({ slot }) => slot)).toEqual([18]);
    const [nine] = halfHours;
    expect(nine).toMatchObject({ arrivals: 12, handleSeconds: 300 });
    expect(nine?.tiers.map(({ tier, arrivals, promiseSeconds }) => [tier, arrivals, promiseSeconds])).toEqual([
      ['gold', 6, 20],
      ['standard', 6, 120],
    ]);
    const demand = { ratePerSecond: 12 / 1800, handleSeconds: 300 };
    const alone = nine?.tiers.find(({ tier }) => tier === 'gold')?.agents;
    expect(alone).toBe(agentsNeeded(demand, patience.meanSeconds ?? Infinity, { share: 0.8, seconds: 20 }));
  });

  it('keep the promise in the simulator, nearly', async () => {
    const { halfHours } = await plan({ share: 0.9 });
    for (const { simulated, agents } of halfHours) {
      expect(agents).toBeGreaterThan(2);
      expect(simulated).toBeGreaterThan(0.85);
    }
  });

  it('stand beside those who were there', async () => {
    const [nine] = (await plan()).halfHours;
    // The log knows nothing of this agent, so the days on which they served count, from first to last.
    expect(nine?.available).toBeCloseTo(1, 1);
  });

  it('are of one weekday, when asked for it, and of the half hours on its own clock', async () => {
    const monday = await plan({ weekday: 1 });
    expect(monday).toMatchObject({ days: 1, halfHours: [{ slot: 18, arrivals: 12 }] });
    const shanghai = await plan({ timeZone: 'Asia/Shanghai' });
    expect(shanghai.halfHours.map(({ slot }) => slot)).toEqual([34]);
  });

  it('are none where nobody came', async () => {
    expect(await plan({ channel: 'email' })).toMatchObject({ halfHours: [], patience: { meanSeconds: null, abandoned: 0, answered: 0 } });
  });

  it('are for supervisors, of queues and time zones that exist', async () => {
    const query = { queueId: test.queueId };
    expect(await agent.refusal('staffing', { query })).toBe('403 not_allowed');
    expect(await boss.refusal('staffing', { query: { ...query, timeZone: 'Mars/Olympus' } })).toBe('400 bad_request');
    expect(await boss.refusal('staffing', { query: { ...query, share: 1 } })).toBe('400 bad_request');
    expect(await boss.refusal('staffing', { query: { queueId: '00000000-0000-4000-8000-000000000000' } })).toBe('422 unknown_queue');
  });
});
