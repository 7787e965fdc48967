import { describe, expect, it } from 'vitest';
import { noExceptions } from '../../../../server/catalog/read-catalog.ts';
import { departureTime } from '../../../../server/routing/estimates/departure-time.ts';
import { estimateWait, type Waiter } from '../../../../server/routing/estimates/estimate-wait.ts';
import { COUNTED, type LineAgent, type LineClass, type WaitingLine } from '../../../../server/routing/estimates/read-line.ts';
import { policyFrom } from '../../../../server/routing/policy.ts';
import { randomSources } from '../../../../server/routing/simulate/random.ts';

const now = 1_800_000_000_000;
const tiers = [
  { key: 'gold', rank: 1 },
  { key: 'standard', rank: 0 },
];
const promises = { gold: { voice: 20, web_chat: 40 }, standard: { voice: 120, web_chat: 180 } };
const policy = (preset: 'promise' | 'strict' | 'first-come' = 'promise') =>
  policyFrom({ version: 1, preset, promises, ...noExceptions }, tiers);

/** Everybody below waits in the support queue unless it is said otherwise; ages in seconds. */
const waits = (tier: string, ages: number[], more: Partial<LineClass> = {}): LineClass => ({
  queueId: 'support',
  tier,
  channel: 'voice',
  skills: {},
  neededAt: ages.map((age) => now - age * 1000),
  ...more,
});
const waiter = (tier: string, age: number, more: Partial<Waiter> = {}): Waiter => ({
  queueId: 'support',
  tier,
  channel: 'voice',
  skills: {},
  neededAt: now - age * 1000,
  ...more,
});
const agent = (id: string, more: Partial<LineAgent> = {}): LineAgent => ({
  id,
  queueIds: ['support'],
  skills: {},
  channels: ['voice', 'web_chat'],
  room: [],
  started: 0,
  ...more,
});
const line = (classes: LineClass[], agents: LineAgent[], finished = { count: 100, meanSeconds: 120 as number | null }): WaitingLine => ({
  at: new Date(now),
  classes,
  agents,
  windowSeconds: 1800,
  finished,
});

describe('the place in line', () => {
  const everybody = [waits('gold', [15, 3]), waits('standard', [200, 80, 30, 2])];

  it('counts whoever has used more of their promise, whatever their tier', () => {
    const place = (tier: string, age: number) => estimateWait(line(everybody, [agent('a')]), waiter(tier, age), policy()).position;
    // Gold at 15 s has used 75 %, standard at 200 s 167 %, at 80 s 67 %, at 30 s 25 %.
    expect([place('standard', 81), place('standard', 30), place('gold', 4), place('gold', 0)]).toEqual([3, 4, 5, 7]);
  });

  it('is that of the policy in force', () => {
    const place = (preset: 'promise' | 'strict' | 'first-come') =>
      estimateWait(line(everybody, [agent('a')]), waiter('standard', 100), policy(preset)).position;
    expect([place('promise'), place('strict'), place('first-come')]).toEqual([2, 4, 2]);
  });

  it('does not count those who wait for others', () => {
    const others = [waits('gold', [100], { queueId: 'sales' }), waits('gold', [100], { skills: { zh: 3 } })];
    const place = (...agents: LineAgent[]) =>
      estimateWait(line(others, agents), waiter('standard', 1, { queueId: 'support' }), policy()).position;
    expect(place(agent('a'))).toBe(2);
    expect(place(agent('a', { queueIds: ['support', 'sales'] }))).toBe(3);
    expect(place()).toBe(2);
  });

  it('far back is told as a lower bound, at a bounded cost', () => {
    const many = waits(
      'standard',
      Array.from({ length: COUNTED }, (_, i) => 10_000 - i),
    );
    expect(estimateWait(line([many], [agent('a')]), waiter('standard', 1), policy())).toMatchObject({
      position: COUNTED + 1,
      atLeast: true,
    });
  });
});

describe('the time', () => {
  const ten = waits(
    'standard',
    Array.from({ length: 9 }, (_, i) => 500 - i),
  );

  it('cannot be said while nobody who could take it is at work', () => {
    expect(estimateWait(line([ten], []), waiter('standard', 1), policy()).wait).toBeNull();
    expect(estimateWait(line([ten], [agent('a')]), waiter('standard', 1, { skills: { zh: 1 } }), policy()).wait).toBeNull();
    expect(
      estimateWait(line([ten], [agent('a', { channels: ['voice'] })]), waiter('standard', 1, { channel: 'web_chat' }), policy()).wait,
    ).toBeNull();
  });

  it('is that of ringing where somebody has room now', () => {
    const { wait } = estimateWait(line([], [agent('a', { room: ['voice'] })]), waiter('standard', 1), policy());
    expect(wait).toEqual({ p50: 4, p90: 20 });
  });

  it('falls with more agents, grows with the place, and is wider the less was seen', () => {
    const wait = (agents: number, seen: number, ahead = ten) =>
      estimateWait(
        line(
          [ahead],
          Array.from({ length: agents }, (_, i) => agent(String(i))),
          { count: seen, meanSeconds: 120 },
        ),
        waiter('standard', 1),
        policy(),
      ).wait ?? { p50: Number.NaN, p90: Number.NaN };
    // Ten departures at 120 s each among four agents: 300 s on the mean.
    expect(wait(4, 100).p50).toBeGreaterThan(270);
    expect(wait(4, 100).p50).toBeLessThan(310);
    expect(wait(8, 100).p50).toBeLessThan(wait(4, 100).p50 * 0.6);
    expect(wait(4, 100, waits('standard', [500])).p90).toBeLessThan(wait(4, 100).p50);
    expect(wait(4, 0).p90).toBeGreaterThan(wait(4, 100).p90 * 1.3);
  });

  it('believes what they really began, when that is more than one at a time', () => {
    const p50 = (started: number) => estimateWait(line([ten], [agent('a', { started })]), waiter('standard', 1), policy()).wait?.p50 ?? 0;
    expect(p50(0)).toBe(p50(15));
    expect(p50(60)).toBeLessThan(p50(15) / 3);
  });
});

describe('the time until the k-th departure', () => {
  it.each([
    [1, 4],
    [1, 60],
    [3, 10],
    [10, 4],
    [40, 60],
  ])('k = %i, of a rate seen in %i departures, is right in the middle and at nine of ten', (k, seen) => {
    const { value: random = Math.random } = randomSources(7).next();
    const gamma = (shape: number) => -Array.from({ length: shape }, () => Math.log(1 - random())).reduce((sum, log) => sum + log, 0);
    const drawn = Array.from({ length: 20_000 }, () => (gamma(k) * seen) / gamma(seen)).sort((a, b) => a - b);
    const { p50, p90 } = departureTime(k, 1, seen);
    const within = (quantile: number) => drawn.filter((time) => time <= quantile).length / drawn.length;
    expect(within(p50)).toBeCloseTo(0.5, 1);
    expect(Math.abs(within(p50) - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(within(p90) - 0.9)).toBeLessThan(0.02);
  });
});
