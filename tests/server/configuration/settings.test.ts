import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DispositionsPart, InstallationPart, PartKey, QueuesPart, SkillsPart, TiersPart } from '../../../server/contract/settings.ts';
import { sql } from '../../../server/db/sql.ts';
import {
  addCustomer,
  addPerson,
  type Client,
  client,
  eventually,
  type Failure,
  request,
  settle,
  smsArrives,
  startTestHub,
  type TestHub,
} from '../../support/hub.ts';

let test: TestHub;
let admin: Client;
let mei: Client;

beforeAll(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { name: 'Alex Morgan', role: 'admin', queues: [] }));
  mei = await client(test, await addPerson(test, { name: 'Mei Lin', skills: { zh: 5 } }));
});
afterAll(() => test.stop());

interface Contents {
  queues: QueuesPart;
  tiers: TiersPart;
  skills: SkillsPart;
  dispositions: DispositionsPart;
  installation: InstallationPart;
}

async function read<Key extends keyof Contents>(
  part: Key,
): Promise<{ content: Contents[Key]; revision: string; facts: Record<string, unknown> }> {
  return (await admin.call('readSettings', { query: { part } })) as never;
}

async function save<Key extends keyof Contents>(part: Key, change: (content: Contents[Key]) => Contents[Key]): Promise<void> {
  const { content, revision } = await read(part);
  await admin.call('saveSettings', { body: { part, revision, draft: change(content) } });
}

const preview = (part: PartKey, draft: unknown) => admin.call('previewSettings', { body: { part, draft } });
const both = (en: string, zh = en) => ({ en, 'zh-CN': zh });
const latest = async () => (await admin.call('settingsChanges', { query: { limit: 1 } })).changes[0];

async function problemsOf(part: PartKey, draft: unknown): Promise<string[]> {
  return (await preview(part, draft)).problems.map(({ place, message }) => `${place} ${message.en}`);
}

/** A queue like the first one, under another name. */
const another = ([first]: QueuesPart, id: string, key: string, name: string): QueuesPart[number] => {
  if (!first) throw new Error('no queue');
  return { ...first, id, key, label: both(name) };
};

const billingId = '0199aaaa-0000-7000-8000-00000000000b';

describe('queues', () => {
  it('are made, named in both languages and put in order', async () => {
    await save('queues', (queues) => [another(queues, billingId, 'billing', 'Billing'), ...queues]);
    const { queues } = await admin.call('catalog');
    expect(queues.map(({ key, label }) => [key, label['zh-CN']])).toEqual([
      ['billing', 'Billing'],
      ['support', '客服支持'],
    ]);
    expect(await latest()).toMatchObject({
      part: 'queues',
      by: { name: 'Alex Morgan' },
      cause: 'saved',
      changes: [{ what: both('New', '新增'), from: null, to: both('Billing') }],
    });
  });

  it('are refused where they cannot be, by place', async () => {
    const { content } = await read('queues');
    const wrong = content.map((queue) => ({ ...queue, key: 'same', offerSeconds: 1 }));
    expect(await problemsOf('queues', wrong)).toEqual(
      expect.arrayContaining(['0.offerSeconds must be at least 5', '1.offerSeconds must be at least 5']),
    );
    expect(
      await problemsOf(
        'queues',
        content.map((queue) => ({ ...queue, key: 'same' })),
      ),
    ).toEqual(['1.key is there twice']);
    expect(
      await problemsOf(
        'queues',
        content.map((queue) => ({ ...queue, retired: true })),
      ),
    ).toContain('queues one must stay in use');
  });

  it('say before they are retired what becomes of their work, and then do it', async () => {
    await addCustomer(test, { name: 'Ada', phone: '+441632960111' });
    for (const sid of ['SMa', 'SMb'])
      await smsArrives(test, { from: sid === 'SMa' ? '+441632960111' : '+441632960112', text: 'help', sid: sid.padEnd(34, '0') });
    await settle(test.hub);
    const { content } = await read('queues');
    const draft = content.map((queue) => (queue.key === 'support' ? { ...queue, retired: true, successorId: billingId } : queue));
    const { effects, changes } = await preview('queues', draft);
    expect(effects.map(({ words }) => words.en)).toEqual([
      '2 waiting tasks move to Billing, with the time already waited.',
      '2 tickets that are not closed move to Billing.',
      '4 inboxes lead to Billing from now on.',
      '2 agents lose their last queue: nothing is offered to them any more.',
      'Nobody serves Billing: what moves there waits for ever.',
    ]);
    expect(changes.map(({ what, from, to }) => [what.en, from?.en, to?.en])).toEqual([
      ['Support · Retired', 'no', 'yes'],
      ['Support · Work goes to', 'none', 'Billing'],
    ]);
    // Looking changes nothing.
    expect((await read('queues')).content).toEqual(content);

    await save('queues', () => draft);
    await settle(test.hub);
    const { tasks } = await admin.call('queue', { query: {} });
    expect(tasks.map(({ queueId }) => queueId)).toEqual([billingId, billingId]);
    expect((await admin.call('catalog')).inboxes.every(({ queueId }) => queueId === billingId)).toBe(true);
    const { tickets } = await admin.call('listTickets');
    expect(new Set(tickets.map(({ queueId }) => queueId))).toEqual(new Set([billingId]));
    // It is there no more for whoever would hand something on to it.
    expect((await admin.call('catalog')).queues.find(({ key }) => key === 'support')?.retired).toBe(true);
  });

  it('come back from the history as they were before', async () => {
    const { changes } = await admin.call('settingsChanges', { query: { part: 'queues' } });
    const retiring = changes.find(({ changes: told }) => told.some(({ what }) => what.en.endsWith('Retired')));
    const { draft, revision, changes: told } = await admin.call('previewRestore', { id: retiring?.id ?? '' });
    expect(told.map(({ what, to }) => [what.en, to?.en])).toEqual([
      ['Support · Retired', 'no'],
      ['Support · Work goes to', 'none'],
    ]);
    await admin.call('saveSettings', { body: { part: 'queues', revision, draft, restores: retiring?.id } });
    expect((await admin.call('catalog')).queues.find(({ key }) => key === 'support')?.retired).toBe(false);
    expect((await latest())?.cause).toBe('restored');
  });
});

describe('a save', () => {
  it('is refused when somebody else was faster', async () => {
    const { content, revision } = await read('skills');
    await save('skills', () => [{ key: 'zh', label: both('Chinese', '中文') }]);
    expect(await admin.refusal('saveSettings', { body: { part: 'skills', revision, draft: content } })).toBe('409 changed_meanwhile');
  });

  it('names every place that cannot be, and changes nothing', async () => {
    const { content, revision } = await read('installation');
    const answer = await request(
      test.url,
      'saveSettings',
      { body: { part: 'installation', revision, draft: { ...content, name: { en: ' ', 'zh-CN': '' }, timeZone: 'Mars/Base' } } },
      { authorization: `Bearer ${admin.token}` },
    );
    expect(answer.status).toBe(422);
    const problems = (answer.body as Failure).error.facts?.problems;
    expect(problems).toMatchObject([{ place: 'name.en' }, { place: 'name.zh-CN' }]);
    expect((await read('installation')).content).toEqual(content);
  });

  it.each([null, 42, 'queues', [[]], [{ id: 'x' }], { '\u202e': 1 }])('of nonsense (%j) is a refusal by name', async (draft) => {
    for (const part of [
      'queues',
      'tiers',
      'skills',
      'inboxes',
      'dispositions',
      'policy',
      'calendars',
      'customer_fields',
      'retention',
    ] as const) {
      const { revision } = await admin.call('readSettings', { query: { part } });
      expect(await admin.refusal('saveSettings', { body: { part, revision, draft } })).toBe('422 invalid_settings');
    }
  });
});

describe('tiers', () => {
  it('that are new begin with the promises of the tier below, and the policy is whole again without them', async () => {
    await save('tiers', ([platinum, ...others]) =>
      platinum ? [platinum, { key: 'diamond', label: both('Diamond', '钻石'), mark: 'diamond' as const }, ...others] : [],
    );
    const { tiers, policy } = await admin.call('catalog');
    expect(tiers.map(({ key, mark }) => [key, mark])).toEqual([
      ['platinum', null],
      ['diamond', 'diamond'],
      ['gold', null],
      ['silver', null],
      ['standard', null],
    ]);
    expect(policy.promises.diamond).toEqual(policy.promises.gold);
    await save('tiers', (all) => all.filter(({ key }) => key !== 'diamond'));
    expect(Object.keys((await admin.call('catalog')).policy.promises).sort()).toEqual(['gold', 'platinum', 'silver', 'standard']);
  });

  it('that customers have stay, and the preview says so', async () => {
    await addCustomer(test, { name: 'Grace', tier: 'gold' });
    const { content } = await read('tiers');
    const draft = content.filter(({ key }) => key !== 'gold');
    expect((await preview('tiers', draft)).effects.map(({ words }) => words.en)).toEqual([
      'Gold stays, as the lowest: customers have it, or rules name it.',
    ]);
  });
});

describe('skills', () => {
  it('that are held are there without anybody having named them, and stay', async () => {
    const { content, facts } = await read('skills');
    expect(content).toEqual([{ key: 'zh', label: both('Chinese', '中文') }]);
    expect(facts.usage).toEqual([{ skill: 'zh', held: 1, asked: 0 }]);
    expect((await preview('skills', [])).effects[0]?.words.en).toBe('Chinese stays: 1 agent holds it, 0 inboxes ask for it.');
  });
});

describe('inboxes', () => {
  it('of the web are made here; numbers and mailboxes of others are left out', async () => {
    const { content, revision } = await admin.call('readSettings', { query: { part: 'inboxes' } });
    const known = content as Record<string, unknown>[];
    const shop = { ...known[0], id: '0199aaaa-0000-7000-8000-0000000000aa', channel: 'web_chat', address: 'shop', label: both('Shop') };
    const strange = { ...shop, id: '0199aaaa-0000-7000-8000-0000000000ab', channel: 'email', address: 'strange@elsewhere.example' };
    const draft = [...known, shop, strange];
    expect((await preview('inboxes', draft)).effects.map(({ words }) => words.en)).toContain(
      'strange@elsewhere.example (email) is left out: it is not among the addresses of this installation.',
    );
    await admin.call('saveSettings', { body: { part: 'inboxes', revision, draft } });
    const addresses = (await admin.call('catalog')).inboxes.map(({ address }) => address);
    expect(addresses).toContain('shop');
    expect(addresses).not.toContain('strange@elsewhere.example');
  });
});

describe('dispositions', () => {
  it('are offered where they belong, and asked for only where a queue wants them', async () => {
    await save('queues', (queues) => queues.map((queue) => ({ ...queue, dispositionRequired: queue.key !== 'support' })));
    await save('dispositions', (all) => [
      ...all.map((one) => ({ ...one, queueIds: [billingId] })),
      { code: 'chatty', label: both('Chat'), queueIds: [], channels: ['web_chat' as const], retired: false },
    ]);
    await mei.available();
    await smsArrives(test, { from: '+441632960119', text: 'hello', sid: 'SMc'.padEnd(34, '0') });
    const { hub } = test;
    const [task] = await eventually(async () => {
      const rows = await hub.db.all<{ id: string }>(
        sql`select id from tasks where queue_id = ${billingId} and state = 'pending' order by needed_at desc limit 1`,
      );
      if (rows.length === 0) throw new Error('no task yet');
      return rows;
    });
    await hub.db.transact(async (tx) => {
      tx.write(sql`update tasks set state = 'wrapping', queue_id = ${test.queueId}, agent_id = ${mei.person.id} where id = ${task?.id}`);
      tx.write(sql`update tickets set queue_id = ${test.queueId} where id = (select ticket_id from tasks where id = ${task?.id})`);
    });
    const complete = (disposition: string | null) => mei.refusal('completeTask', { id: task?.id ?? '', body: { disposition } });
    expect(await complete('resolved')).toBe('422 unknown_disposition');
    expect(await complete('chatty')).toBe('422 unknown_disposition');
    expect(await complete(null)).toBe('200 undefined');
  });
});

describe('the history', () => {
  it('tells of what was changed by other pages, by whom, before and after', async () => {
    const [queue] = (await admin.call('listQueueRules')).queues;
    if (!queue) throw new Error('no queue');
    await admin.call('changeQueueRules', {
      id: queue.queueId,
      body: { revision: queue.revision, rules: { ...queue.rules, wrapUpSeconds: 120 } },
    });
    expect(await latest()).toMatchObject({
      part: 'queues',
      by: { name: 'Alex Morgan' },
      changes: [{ from: both('1 min', '1 分钟'), to: both('2 min', '2 分钟') }],
    });
    expect((await latest())?.changes[0]?.what.en).toMatch(/Wrap-up$/);
  });

  it('takes what was changed beside the hub for found, not for the next one’s work', async () => {
    await test.hub.db.all(sql`update dispositions set label = '{"en": "By hand", "zh-CN": "手工"}' where code = 'spam'`);
    await test.leave();
    const { joinTestHub } = await import('../../support/hub.ts');
    const second = await joinTestHub(test);
    const [found] = (
      await client(second, admin.person).then((boss) => boss.call('settingsChanges', { query: { part: 'dispositions', limit: 1 } }))
    ).changes;
    expect(found).toMatchObject({ cause: 'found', by: null, changes: [{ what: { en: 'Spam · Name' } }] });
    await second.stop();
  });
});
