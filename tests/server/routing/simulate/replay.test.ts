import { describe, expect, it } from 'vitest';
import { exported, rehearse, withFiles } from './rehearse.ts';

const agents = [
  { count: 2, queues: ['客服'], skills: { zh: 2 }, capacity: { voice: 1, web_chat: 2 } },
  { count: 1, queues: ['客服', 'billing'], skills: {}, capacity: { voice: 1, email: 1 } },
];
const promises = { gold: { voice: 20, web_chat: 40, email: 600 }, standard: { voice: 120, web_chat: 180, email: 6000 } };
const header = 'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills';

const play = (rows: readonly string[], traits: object = {}, lineEnd = '\n') =>
  withFiles({ 'day.csv': [header, ...rows, ''].join(lineEnd) }, async (folder) =>
    (await rehearse({ policy: 'promise', promises, agents, arrivalsFile: 'day.csv', ...traits }, folder))
      .tasks()
      .trimEnd()
      .split('\n')
      .slice(1),
  );
const one = [{ count: 1, queues: ['客服'], skills: {}, capacity: { voice: 1 } }];

describe('a recorded day is played call by call', () => {
  it('and written in the order of the file, with times of its own origin', async () => {
    const rows = ['b,1700000010,客服,gold,voice,30,,', 'a,1700000000,客服,gold,voice,60,,', 'c,1700000005,客服,gold,voice,1,20,'];
    expect(await play(rows, { agents: one })).toEqual(['b,answered,50,1700000060,1', 'a,answered,0,1700000000,1', 'c,abandoned,20,,']);
  });

  it('whatever the quoting, line ends, byte order mark and language', async () => {
    const rows = ['"顾客, ""甲""",0,客服,gold,voice,30,,zh:2', '"行\n二",1,"客服",gold,voice,5,,'];
    const expected = ['"顾客, ""甲""",answered,0,0,1', '"行', '二",answered,0,1,3'];
    expect(await play(rows)).toEqual(['"顾客, ""甲""",answered,0,0,1', '"行', '二",answered,0,1,2']);
    for (const lineEnd of ['\n', '\r\n']) expect((await play(rows, {}, lineEnd)).length).toBe(expected.length);
    const marked = await withFiles({ 'day.csv': `\uFEFF${header}\n${rows[1]}` }, async (folder) =>
      (await rehearse({ policy: 'first-come', agents, arrivalsFile: 'day.csv' }, folder)).tasks(),
    );
    expect(marked).toContain('"行\n二",answered,0,1,1');
  });

  it('a generated run written as recorded arrivals comes out the same, row by row and in every figure', async () => {
    const stream = { queue: '客服', channel: 'voice', ratePerSecond: 0.02, handle: { distribution: 'lognormal', mean: 90, sd: 60 } };
    const generated = await rehearse({
      seed: 7,
      arrivals: 3000,
      warmup: 100,
      policy: 'promise',
      promises,
      agents,
      streams: [
        { ...stream, tier: 'gold', patience: { distribution: 'exponential', mean: 80 } },
        { ...stream, tier: 'standard', skills: { zh: 1 }, patience: { distribution: 'empirical', values: [5, 60, 600] } },
        { ...stream, tier: 'standard', channel: 'web_chat', handle: { distribution: 'constant', value: 70 } },
        { ...stream, queue: 'billing', tier: 'gold', channel: 'email' },
      ],
    });
    await withFiles({ 'day.csv': exported(generated.arrivals) }, async (folder) => {
      const replayed = await rehearse({ warmup: 100, policy: 'promise', promises, agents, arrivalsFile: 'day.csv' }, folder);
      expect(replayed.tasks()).toBe(generated.tasks());
      expect(replayed.summary.groups).toHaveLength(4);
      for (const group of generated.summary.groups) expect(replayed.summary.groups).toContainEqual(group);
      expect({ ...replayed.summary, groups: [] }).toEqual({ ...generated.summary, groups: [] });
    });
  });
});

describe('at one instant', () => {
  it('first those leave who give up, then agents become free, then tasks arrive, then everything starts that can', async () => {
    const rows = [
      'first,0,客服,gold,voice,10,,',
      // Would have given up at the very moment the agent is free again: too late.
      'leaves,1,客服,gold,voice,10,9,',
      'comes,10,客服,gold,voice,10,,',
    ];
    expect(await play(rows, { agents: one })).toEqual(['first,answered,0,0,1', 'leaves,abandoned,9,,', 'comes,answered,0,10,1']);
  });

  it('somebody without any patience is answered when an agent is free, and gone otherwise', async () => {
    const rows = ['a,0,客服,gold,voice,10,0,', 'b,0,客服,gold,voice,10,0,'];
    expect(await play(rows, { agents: one })).toEqual(['a,answered,0,0,1', 'b,abandoned,0,,']);
  });

  it('a task of no length frees its agent for the next', async () => {
    const rows = ['a,5,客服,gold,voice,0,,', 'b,5,客服,gold,voice,0,,', 'c,5,客服,gold,voice,1,,'];
    expect(await play(rows, { agents: one })).toEqual(['a,answered,0,5,1', 'b,answered,0,5,1', 'c,answered,0,5,1']);
  });

  it('equal scores go by age, equal ages by id', async () => {
    const rows = ['z,0,客服,gold,voice,10,,', 'y,0,客服,standard,voice,10,,', 'x,0,客服,gold,voice,10,,'];
    expect(await play(rows, { agents: one })).toEqual(['z,answered,10,10,1', 'y,answered,20,20,1', 'x,answered,0,0,1']);
    // At 60 both have used exactly all of their promise, although 49 × (1/49) is not quite 1.
    const shares = ['busy,0,客服,gold,voice,60,,', 'b,40,客服,gold,voice,1,,', 'a,11,客服,silver,voice,1,,'];
    const tight = { gold: { voice: 20 }, silver: { voice: 49 } };
    expect(await play(shares, { agents: one, promises: tight })).toEqual([
      'busy,answered,0,0,1',
      'b,answered,21,61,1',
      'a,answered,49,60,1',
    ]);
  });

  it('agents go by fit, then by how long they have been idle, then as they are named', async () => {
    const three = [
      { count: 2, queues: ['客服'], skills: {}, capacity: { voice: 1 } },
      { count: 1, queues: ['客服'], skills: { zh: 1 }, capacity: { voice: 1 } },
    ];
    const rows = [
      'a,0,客服,gold,voice,1,,',
      'b,2,客服,gold,voice,1,,',
      'c,4,客服,gold,voice,1,,zh:1',
      'd,6,客服,gold,voice,1,,',
      'e,8,客服,gold,voice,1,,zh:0',
    ];
    expect((await play(rows, { agents: three })).map((row) => row.split(',').at(-1))).toEqual(['1', '2', '3', '1', '3']);
  });
});
