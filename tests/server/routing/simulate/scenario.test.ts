import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../../server/routing/simulate/read-scenario.ts';
import { rehearse, withFiles } from './rehearse.ts';

const stream = {
  queue: 'support',
  tier: 'gold',
  channel: 'voice',
  ratePerSecond: 0.5,
  handle: { distribution: 'exponential', mean: 5 },
  patience: null,
  skills: {},
};
const pool = { count: 4, queues: ['support'], skills: { zh: 2 }, capacity: { voice: 1 } };
const scenario = {
  seed: 1,
  arrivals: 100,
  warmup: 10,
  policy: 'promise',
  promises: { gold: { voice: 20 }, standard: { voice: 120 } },
  agents: [pool],
  streams: [stream],
};
const withStream = (traits: object) => ({ ...scenario, streams: [stream, { ...stream, ...traits }] });
const withPool = (traits: object) => ({ ...scenario, agents: [{ ...pool, ...traits }] });
const without = (key: string) => Object.fromEntries(Object.entries(scenario).filter(([name]) => name !== key));

describe('a scenario is refused with one line that names the place', () => {
  it.each([
    [{ ...scenario, sed: 1 }, 'scenario.sed: unknown key'],
    [[], 'scenario: must be an object'],
    [withStream({ rate: 1 }), 'scenario.streams[1].rate: unknown key'],
    [withStream({ ratePerSecond: -1 }), 'scenario.streams[1].ratePerSecond: must be positive'],
    [withStream({ ratePerSecond: 0 }), 'scenario.streams[1].ratePerSecond: must be positive'],
    [withStream({ ratePerSecond: '1' }), 'scenario.streams[1].ratePerSecond: must be a number'],
    [withStream({ queue: undefined }), 'scenario.streams[1].queue: is missing'],
    [withStream({ queue: 'sales' }), 'scenario.streams[1].queue: no agent serves sales'],
    [
      withStream({ tier: 'diamond' }),
      'scenario.streams[1].tier: scenario.promises has none for diamond on voice, which policy promise needs',
    ],
    [withStream({ channel: 'fax' }), 'scenario.streams[1].channel: must be one of voice, sms, email, web_chat'],
    [withStream({ skills: { zh: 3 } }), 'scenario.streams[1].skills: no agent of support has zh 3'],
    [withStream({ skills: { zh: -1 } }), 'scenario.streams[1].skills.zh: must not be negative'],
    [withStream({ skills: { constructor: 1 } }), 'scenario.streams[1].skills.constructor: cannot be a name'],
    [
      withStream({ handle: { distribution: 'weibull' } }),
      'scenario.streams[1].handle.distribution: must be exponential, constant, lognormal or empirical',
    ],
    [withStream({ handle: { distribution: 'exponential' } }), 'scenario.streams[1].handle.mean: is missing'],
    [withStream({ handle: { distribution: 'empirical', values: [] } }), 'scenario.streams[1].handle.values: must not be empty'],
    [withStream({ patience: { distribution: 'constant', value: -2 } }), 'scenario.streams[1].patience.value: must not be negative'],
    [{ ...scenario, policy: 'fastest' }, 'scenario.policy: must be promise, deadline, strict, first-come or a table of tiers'],
    [{ ...scenario, policy: { gold: { voice: { headStart: 1 } } } }, 'scenario.policy.gold.voice.acceleration: is missing'],
    [
      { ...scenario, policy: { gold: { voice: { headStart: 1, acceleration: -1 } } } },
      'scenario.policy.gold.voice.acceleration: must not be negative',
    ],
    [
      { ...scenario, policy: { standard: { voice: { headStart: 1, acceleration: 1 } } } },
      'scenario.streams[0].tier: scenario.policy has no line for gold on voice',
    ],
    [{ ...scenario, promises: { gold: { phone: 20 } } }, 'scenario.promises.gold.phone: unknown key'],
    [{ ...scenario, promises: { '': { voice: 20 } } }, 'scenario.promises[""]: must not be empty'],
    [{ ...scenario, promises: { '黄金 客户': { voice: 0 } } }, 'scenario.promises["黄金 客户"].voice: must be positive'],
    [withPool({ count: 1.5 }), 'scenario.agents[0].count: must be a whole number'],
    [withPool({ count: 0 }), 'scenario.streams[0].queue: no agent serves support'],
    [withPool({ capacity: { voice: 0, email: 3 } }), 'scenario.streams[0].channel: no agent of support takes voice'],
    [{ ...scenario, warmup: 100 }, 'scenario.warmup: must be less than the 100 arrivals'],
    [without('streams'), 'scenario.streams: is missing (or arrivalsFile)'],
    [without('arrivals'), 'scenario.arrivals: is missing'],
    [without('agents'), 'scenario.agents: is missing'],
    [{ ...scenario, arrivalsFile: 'day.csv' }, 'scenario.streams: must not stand beside arrivalsFile'],
  ])('%#: %o', async (given, line) => {
    await expect(rehearse(given)).rejects.toThrow(new Error(line));
  });
});

describe('a scenario may leave out', () => {
  it('what has an obvious default', () => {
    const { seed: _, warmup: __, policy: ___, ...rest } = scenario;
    expect(parseScenario(rest)).toEqual({ ...scenario, warmup: 0 });
  });

  it('promises, where the policy needs none', async () => {
    for (const policy of ['strict', 'first-come']) {
      const { summary } = await rehearse({ ...scenario, policy, promises: {} });
      expect(summary.groups[0]).toMatchObject({ arrived: 90, answered: 90, withinPromise: null });
    }
  });
});

describe('recorded arrivals are refused with the line', () => {
  const header = 'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills';
  const good = 'a,0,support,gold,voice,30,,';
  const recorded = { policy: 'promise', promises: scenario.promises, agents: [pool], arrivalsFile: 'day.csv' };

  it.each([
    ['', `day.csv line 1: must be ${header}`],
    ['id,at\n1,2\n', `day.csv line 1: must be ${header}`],
    [`${header}\n${good}\nb,1,support,gold,voice,30,\n`, 'day.csv line 3: has 7 fields, must have 8'],
    [`${header}\n${good}\n\n${good}\n`, 'day.csv line 4: id: "a" stands in the file twice'],
    [`${header}\n,0,support,gold,voice,30,,\n`, 'day.csv line 2: id: must not be empty'],
    [`${header}\na,noon,support,gold,voice,30,,\n`, 'day.csv line 2: at: "noon" is not a number'],
    [`${header}\na,,support,gold,voice,30,,\n`, 'day.csv line 2: at: "" is not a number'],
    [`${header}\na,0x10,support,gold,voice,30,,\n`, 'day.csv line 2: at: "0x10" is not a number'],
    [`${header}\na,0,support,gold,voice,-3,,\n`, 'day.csv line 2: handleSeconds: must not be negative'],
    [`${header}\na,0,support,gold,voice,3,-1,\n`, 'day.csv line 2: patienceSeconds: must not be negative'],
    [`${header}\na,0,support,gold,phone,3,,\n`, 'day.csv line 2: channel: "phone" must be one of voice, sms, email, web_chat'],
    [`${header}\na,0,,gold,voice,3,,\n`, 'day.csv line 2: queue: must not be empty'],
    [`${header}\na,0,sales,gold,voice,3,,\n`, 'day.csv line 2: queue: no agent serves sales'],
    [
      `${header}\na,0,support,vip,voice,3,,\n`,
      'day.csv line 2: tier: scenario.promises has none for vip on voice, which policy promise needs',
    ],
    [`${header}\na,0,support,gold,voice,3,,zh:two\n`, 'day.csv line 2: skills: "zh:two" is not a skill and its level, such as zh:2'],
    [`${header}\na,0,support,gold,voice,3,,zh:9\n`, 'day.csv line 2: skills: no agent of support has zh 9'],
    [`${header}\n${good}\n"b,1,support,gold,voice,30,,\n`, /^day\.csv line \d+: Quote Not Closed/],
    [`${header}\n"a"b,1,support,gold,voice,30,,\n`, /^day\.csv line 2: Invalid Closing Quote/],
    [
      Buffer.concat([Buffer.from(`${header}\n`), Buffer.from([0xb9, 0xab]), Buffer.from(',1,support,gold,voice,30,,\n')]),
      'day.csv line 2: is not UTF-8',
    ],
  ])('%#: %o', async (content, line) => {
    await withFiles({ 'day.csv': content }, async (folder) => {
      await expect(rehearse(recorded, folder)).rejects.toThrow(line);
    });
  });

  it('a file that is not there is named', async () => {
    await withFiles({}, async (folder) => {
      await expect(rehearse(recorded, folder)).rejects.toThrow(/^day\.csv: cannot be read \(ENOENT/);
    });
  });

  it('and a warm-up that leaves nothing to count', async () => {
    await withFiles({ 'day.csv': `${header}\n${good}\n` }, async (folder) => {
      await expect(rehearse({ ...recorded, warmup: 1 }, folder)).rejects.toThrow('scenario.warmup: must be less than the 1 arrivals');
    });
  });
});
