import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PolicyGiven, policyDraft, promisesWith } from '../../../support/configuration.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../../support/hub.ts';

let test: TestHub;
let supervisor: Client;
beforeAll(async () => {
  test = await startTestHub();
  supervisor = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
});
afterAll(() => test.stop());

const preview = (changed: Partial<PolicyGiven> = {}) => supervisor.call('previewPolicy', { body: { draft: policyDraft(changed) } });
const sentences = async (language: 'en' | 'zh-CN', changed: Partial<PolicyGiven> = {}) =>
  (await preview(changed)).sentences.map((one) => one[language]);

const allAlike = (line: { headStart: number; acceleration: number }) => ({ voice: line, sms: line, email: line, web_chat: line });

describe('a preview says in plain words who is answered before whom', () => {
  it('by promise: when a share of one promise overtakes the share of another', async () => {
    expect(await sentences('en')).toEqual([
      'A gold call is answered before a standard chat that has waited 1 min when it has waited more than 6.7 s.',
      'A platinum call is answered before a standard call that has waited 1 min when it has waited more than 5 s.',
      'A standard call is answered before a platinum chat that has waited 1 min when it has waited more than 6 min.',
      'A standard email is answered before a platinum call that has waited 1 min when it has waited more than 6 d.',
      'A platinum email is answered before a standard call that has waited 1 min when it has waited more than 30 min.',
      'Whoever has a call is offered nothing else.',
    ]);
  });

  it('in Chinese as well', async () => {
    const [first, , , , , bars] = await sentences('zh-CN');
    expect(first).toBe('黄金来电等待超过 6.7 秒后，先于已等待 1 分钟的标准在线聊天。');
    expect(bars).toBe('正在处理来电的坐席不会再收到其他任务。');
  });

  it('by due time: a long promise begins behind', async () => {
    const [gold, , standard] = await sentences('en', { preset: 'deadline' });
    expect(gold).toBe('Even a new gold call goes before a standard chat that has waited 1 min.');
    expect(standard).toBe(
      'A standard call is answered before a platinum chat that has waited 1 min when it has waited more than 2 min 40 s.',
    );
  });

  it('strictly by tier: the others always, or never', async () => {
    const [gold, , standard] = await sentences('en', { preset: 'strict' });
    expect(gold).toBe('A gold call goes before every standard chat, however long that has waited.');
    expect(standard).toBe(
      'A standard call is never answered before a platinum chat that has waited 1 min, however long it has waited itself.',
    );
  });

  it('first come first: by age alone', async () => {
    expect((await sentences('en', { preset: 'first-come' }))[0]).toBe(
      'A gold call is answered before a standard chat that has waited 1 min when it has waited more than 1 min.',
    );
  });

  it('by a table: as its lines cross', async () => {
    const lines = {
      platinum: allAlike({ headStart: 100, acceleration: 0 }),
      gold: allAlike({ headStart: 30, acceleration: 1 }),
      silver: allAlike({ headStart: 0, acceleration: 1 }),
      standard: allAlike({ headStart: 0, acceleration: 2 }),
    };
    const [gold, platinum, standard] = await sentences('en', { preset: 'table', lines });
    expect(gold).toBe('A gold call is answered before a standard chat that has waited 1 min when it has waited more than 1 min 30 s.');
    expect(platinum).toBe(
      'A platinum call is never answered before a standard call that has waited 1 min, however long it has waited itself.',
    );
    expect(standard).toBe('A standard call is answered before a platinum chat that has waited 1 min when it has waited more than 50 s.');
  });

  it('names queues with promises of their own, and what work bars', async () => {
    const told = await sentences('en', {
      queuePromises: { [test.queueId]: { gold: { email: 3600, sms: 60 } } },
      bars: { voice: ['voice', 'web_chat', 'sms'], web_chat: ['voice'] },
    });
    expect(told.slice(5)).toEqual([
      'Support makes 2 promises of its own.',
      'Whoever has a call is not offered: call, SMS and chat.',
      'Whoever has a chat is not offered: call.',
    ]);
  });
});

describe('a preview says what becomes different', () => {
  it('place by place, in both languages, and nothing of what stays', async () => {
    const { changes, basedOn } = await preview({
      preset: 'deadline',
      promises: promisesWith('gold', { voice: 90 }),
      queuePromises: { [test.queueId]: { standard: { email: 43_200 } } },
      bars: { voice: ['voice'], web_chat: ['voice'] },
    });
    expect(basedOn).toBe((await supervisor.call('listPolicies')).versions[0]?.version);
    expect(changes).toEqual([
      {
        place: 'preset',
        what: { en: 'Order', 'zh-CN': '排序方式' },
        from: { en: 'share of the promise used', 'zh-CN': '按承诺已用比例' },
        to: { en: 'earliest due first', 'zh-CN': '最早到期优先' },
      },
      {
        place: 'promises.gold.voice',
        what: { en: 'Gold call', 'zh-CN': '黄金来电' },
        from: { en: '20 s', 'zh-CN': '20 秒' },
        to: { en: '1 min 30 s', 'zh-CN': '1 分 30 秒' },
      },
      {
        place: `queuePromises.${test.queueId}.standard.email`,
        what: { en: 'Support: standard email', 'zh-CN': '客服支持：标准邮件' },
        from: null,
        to: { en: '12 h', 'zh-CN': '12 小时' },
      },
      {
        place: 'bars.voice',
        what: { en: 'While holding: call', 'zh-CN': '处理来电时' },
        from: { en: 'call, SMS, email and chat', 'zh-CN': '来电、短信、邮件和在线聊天' },
        to: { en: 'call', 'zh-CN': '来电' },
      },
      {
        place: 'bars.web_chat',
        what: { en: 'While holding: chat', 'zh-CN': '处理在线聊天时' },
        from: { en: 'bars nothing', 'zh-CN': '不排除任何渠道' },
        to: { en: 'call', 'zh-CN': '来电' },
      },
    ]);
    expect((await preview()).changes).toEqual([]);
  });

  it('line by line of a table, and none of a table left behind', async () => {
    const line = { headStart: 0, acceleration: 1 };
    const lines = Object.fromEntries(['platinum', 'gold', 'silver', 'standard'].map((tier) => [tier, allAlike(line)]));
    const { changes } = await preview({
      preset: 'table',
      lines: { ...lines, gold: { ...allAlike(line), voice: { headStart: 5, acceleration: 0.5 } } },
    });
    expect(changes).toHaveLength(17);
    expect(changes).toContainEqual({
      place: 'lines.gold.voice',
      what: { en: 'Gold call', 'zh-CN': '黄金来电' },
      from: null,
      to: { en: '5 + 0.5/s', 'zh-CN': '5 + 0.5/秒' },
    });
    const admin = await client(test, await addPerson(test, { role: 'admin', queues: [] }));
    const { version } = await admin.call('savePolicy', { body: { basedOn: 1, draft: policyDraft({ preset: 'table', lines }) } });
    expect((await preview({ preset: 'promise' })).changes.map(({ place }) => place)).toEqual(['preset']);
    await admin.call('savePolicy', { body: { basedOn: version, draft: policyDraft() } });
  });

  it('saves nothing', async () => {
    const before = await supervisor.call('listPolicies');
    await preview({ preset: 'strict' });
    expect(await supervisor.call('listPolicies')).toEqual(before);
  });
});
