import { describe, expect, it } from 'vitest';
import { rehearse, withFiles } from './rehearse.ts';

const header = 'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills';
const day = [
  '1,0,support,gold,voice,10,,',
  '2,1,support,standard,voice,10,,',
  '3,2,support,standard,voice,10,3,',
  '4,3,support,gold,voice,10,,',
  '5,4,sales,gold,voice,8,,',
  '6,15,support,standard,voice,10,,',
];
const recorded = {
  policy: 'promise',
  promises: { gold: { voice: 10 }, standard: { voice: 60 } },
  agents: [
    { count: 1, queues: ['support'], capacity: { voice: 1 } },
    { count: 1, queues: ['sales'], capacity: { voice: 1 } },
  ],
  arrivalsFile: 'day.csv',
};
const play = (traits: object = {}) =>
  withFiles({ 'day.csv': [header, ...day].join('\n') }, async (folder) => (await rehearse({ ...recorded, ...traits }, folder)).summary);

describe('the summary of a day', () => {
  it('counts by queue, tier and channel, in the order they first came', async () => {
    // 1 at 0; 3 gives up at 5; 4 (7/10) before 2 (9/60) at 10; 2 at 20 (19/60) before 6 (5/60); 6 at 30.
    expect(await play()).toEqual({
      policy: 'promise',
      arrivals: 6,
      simulatedSeconds: 40,
      occupancy: (40 + 8) / 80,
      groups: [
        {
          queue: 'support',
          tier: 'gold',
          channel: 'voice',
          arrived: 2,
          answered: 2,
          abandoned: 0,
          meanWait: 3.5,
          p50Wait: 0,
          p90Wait: 7,
          p99Wait: 7,
          maxWait: 7,
          withinPromise: 1,
          overtaken: { mean: 0, max: 0 },
        },
        {
          queue: 'support',
          tier: 'standard',
          channel: 'voice',
          arrived: 3,
          answered: 2,
          abandoned: 1,
          meanWait: 17,
          p50Wait: 15,
          p90Wait: 19,
          p99Wait: 19,
          maxWait: 19,
          withinPromise: 1,
          overtaken: { mean: 0.5, max: 1 },
        },
        {
          queue: 'sales',
          tier: 'gold',
          channel: 'voice',
          arrived: 1,
          answered: 1,
          abandoned: 0,
          meanWait: 0,
          p50Wait: 0,
          p90Wait: 0,
          p99Wait: 0,
          maxWait: 0,
          withinPromise: 1,
          overtaken: { mean: 0, max: 0 },
        },
      ],
    });
  });

  it('has the promise broken by those answered later than promised', async () => {
    const { groups } = await play({ promises: { gold: { voice: 6.9 }, standard: { voice: 15 } } });
    expect(groups.map(({ withinPromise }) => withinPromise)).toEqual([0.5, 0.5, 1]);
  });

  it('leaves the first arrivals out of the groups when they only warm up, but plays them', async () => {
    const { arrivals, simulatedSeconds, groups } = await play({ warmup: 4 });
    expect({ arrivals, simulatedSeconds }).toEqual({ arrivals: 6, simulatedSeconds: 40 });
    expect(groups.map(({ arrived, meanWait, maxWait }) => ({ arrived, meanWait, maxWait }))).toEqual([
      { arrived: 0, meanWait: null, maxWait: null },
      { arrived: 1, meanWait: 15, maxWait: 15 },
      { arrived: 1, meanWait: 0, maxWait: 0 },
    ]);
  });

  it('of a day on which nobody came is empty', async () => {
    const summary = await withFiles({ 'day.csv': `${header}\n` }, async (folder) => (await rehearse(recorded, folder)).summary);
    expect(summary).toEqual({ policy: 'promise', arrivals: 0, simulatedSeconds: 0, occupancy: 0, groups: [] });
  });

  it('under `strict` ranks tiers as shipped, and where there are others by their tightest promise, then as they are named', async () => {
    const served = async (...tiers: [string, number][]) => {
      const rows = [tiers[0], ...tiers].map((tier, i) => `${i},${i},support,${tier?.[0]},voice,10,,`);
      const promises = Object.fromEntries(tiers.map(([tier, voice]) => [tier, { voice }]));
      const { summary } = await withFiles({ 'day.csv': [header, ...rows].join('\n') }, (folder) =>
        rehearse({ ...recorded, policy: 'strict', promises }, folder),
      );
      return summary.groups.toSorted((a, b) => (a.maxWait ?? 0) - (b.maxWait ?? 0)).map(({ tier }) => tier);
    };
    expect(await served(['standard', 5], ['platinum', 300], ['silver', 6], ['gold', 1])).toEqual([
      'platinum',
      'gold',
      'silver',
      'standard',
    ]);
    expect(await served(['regular', 120], ['staff', 120], ['vip', 20])).toEqual(['vip', 'regular', 'staff']);
  });
});
