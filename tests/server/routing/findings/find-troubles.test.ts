import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../../server/contract/configuration.ts';
import { json, sql } from '../../../../server/db/sql.ts';
import { calendarDraft, type PolicyGiven, policyDraft, promisesWith, rulesDraft } from '../../../support/configuration.ts';
import { addPerson, type Client, client, type TestHub } from '../../../support/hub.ts';
import { startTwoQueues } from '../../../support/two-queues.ts';

/** A hub whose two queues are served by two people each who can do everything: nothing to find. */
let test: TestHub;
let salesId: string;
let supervisor: Client;
let admin: Client;
beforeEach(async () => {
  ({ test, salesId } = await startTwoQueues());
  for (const name of ['Mei', 'Tom']) await addPerson(test, { name, skills: { en: 5, zh: 3 }, queues: [test.queueId, salesId] });
  supervisor = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
  admin = await client(test, await addPerson(test, { role: 'admin', queues: [] }));
});
afterEach(() => test.stop());

const found = async (): Promise<Finding[]> => {
  test.hub.catalog.forget();
  return (await supervisor.call('routingFindings')).findings;
};
const told = (findings: readonly Finding[]) => findings.map(({ severity, code, place }) => `${severity} ${code} ${place}`);
const ofPolicy = async (changed: Partial<PolicyGiven>) =>
  told((await supervisor.call('previewPolicy', { body: { draft: policyDraft(changed) } })).findings);
const run = (statement: ReturnType<typeof sql>) => test.hub.db.all(statement);

describe('a configuration in which everybody can be served', () => {
  it('has nothing to find', async () => {
    expect(await found()).toEqual([]);
  });
});

describe('queues', () => {
  const into = (queueId: string) => ({ after: [{ after: { seconds: 60 }, channels: ['voice'], act: { do: 'queue', queueId } }] });

  it('that nothing reaches are named, unless another one overflows into them', async () => {
    await run(sql`delete from inboxes where queue_id = ${salesId}`);
    expect(told(await found())).toEqual(['notice queue_unreachable queues.sales']);
    await run(sql`update queues set overflow = ${json(into(salesId))} where id = ${test.queueId}`);
    expect(await found()).toEqual([]);
  });

  it('that others overflow into must be able to take it', async () => {
    await run(sql`delete from inboxes where queue_id = ${salesId}`);
    await run(sql`update queues set overflow = ${json(into(salesId))} where id = ${test.queueId}`);
    await run(sql`delete from queue_members where queue_id = ${salesId}`);
    expect(told(await found())).toEqual(['error queue_without_members queues.sales']);
    await addPerson(test, { name: 'Writer', queues: [salesId], capacity: { sms: 5 } });
    expect(told(await found())).toEqual(['error channel_without_capacity queues.sales.voice']);
  });

  it('that know what to do when closed, and never are', async () => {
    const closed = { before: [{ when: { is: 'closed' }, channels: ['voice'], act: { do: 'tell', text: null } }] };
    await run(sql`update queues set overflow = ${json(closed)} where id = ${salesId}`);
    expect(told(await found())).toEqual(['warning closed_without_calendar queues.sales.overflow']);
  });

  it('that nobody serves are an error when something comes in', async () => {
    await run(sql`delete from queue_members where queue_id = ${salesId}`);
    const findings = await found();
    expect(told(findings)).toEqual(['error queue_without_members queues.sales']);
    expect(findings[0]).toMatchObject({
      queueId: salesId,
      words: { en: 'Nobody serves Sales.', 'zh-CN': '没有坐席服务“销售”。' },
      advice: { en: 'Make agents members of this queue.' },
    });
  });

  it('that receive what no member has capacity for', async () => {
    await run(sql`update agent_capacities set "limit" = 0 where channel = 'voice'`);
    expect(told(await found())).toEqual([
      'error channel_without_capacity queues.sales.voice',
      'error channel_without_capacity queues.support.voice',
    ]);
  });

  it('that hold tasks for a preferred agent without end', async () => {
    await run(sql`update queues set preferred_share = null where id = ${salesId}`);
    expect(told(await found())).toEqual(['warning preferred_agent_without_end queues.sales.preferredShare']);
  });

  it('that count working time of no calendar, or of one that never opens', async () => {
    await run(sql`update queues set working_time = '{email}' where id = ${salesId}`);
    expect(told(await found())).toEqual(['warning working_time_without_calendar queues.sales.workingTime']);
    const never = await admin.call('createCalendar', { body: { draft: calendarDraft({ hours: {} }) } });
    await run(sql`update queues set calendar_id = ${never.id} where id = ${salesId}`);
    expect(told(await found())).toEqual(['error calendar_never_open queues.sales.workingTime']);
  });
});

describe('skills', () => {
  const ask = (level: number) =>
    run(sql`update inboxes set skills = ${json({ heatpump: level })} where queue_id = ${salesId} and channel = 'email'`);
  const teach = async (level: number, count: number) => {
    const people = await test.hub.db.all<{ id: string }>(
      sql`select agent_id as id from queue_members where queue_id = ${salesId} order by agent_id limit ${count}`,
    );
    for (const { id } of people) await run(sql`insert into agent_skills (agent_id, skill, level) values (${id}, 'heatpump', ${level})`);
  };
  const relax = (relaxation: unknown) => run(sql`update queues set relaxation = ${json(relaxation)} where id = ${salesId}`);
  const place = 'queues.sales.skills.heatpump';

  it('that nobody holds keep a task waiting for ever', async () => {
    await ask(3);
    expect(told(await found())).toEqual([`error skill_nobody_holds ${place}`]);
    await teach(2, 2);
    expect(told(await found())).toEqual([`error skill_nobody_holds ${place}`]);
    await relax([{ afterSeconds: 60, skills: { zh: 1 } }]);
    expect(told(await found())).toEqual([`error skill_nobody_holds ${place}`]);
  });

  it('that only relaxation makes good are a warning, with the time it takes', async () => {
    await ask(3);
    await relax([{ afterSeconds: 90, skills: null }]);
    const findings = await found();
    expect(told(findings)).toEqual([`warning skill_only_after_relaxation ${place}`]);
    expect(findings[0]?.words['zh-CN']).toContain('1 分 30 秒');
  });

  it('that hang on one person without end are a warning; on two, or when waiting asks for less, they are fine', async () => {
    await ask(3);
    await teach(4, 1);
    expect(told(await found())).toEqual([`warning skill_hangs_on_one ${place}`]);
    await relax([{ afterSeconds: 90, skills: null }]);
    expect(await found()).toEqual([]);
    await relax([]);
    await run(sql`delete from agent_skills where skill = 'heatpump'`);
    await teach(3, 2);
    expect(await found()).toEqual([]);
  });
});

describe('languages', () => {
  it('that only one member speaks keep customers waiting when that one is away; those that nobody speaks are not asked for', async () => {
    await run(sql`delete from agent_skills where skill = 'zh'`);
    expect(await found()).toEqual([]);
    await run(
      sql`insert into agent_skills (agent_id, skill, level) select min(agent_id::text)::uuid, 'zh', 4 from queue_members where queue_id = ${salesId}`,
    );
    expect(told(await found())).toEqual([
      'warning skill_hangs_on_one queues.sales.skills.zh',
      'warning skill_hangs_on_one queues.support.skills.zh',
    ]);
  });
});

describe('a policy', () => {
  it('that is strict lets somebody starve', async () => {
    expect(await ofPolicy({ preset: 'strict' })).toEqual(['warning starvation_possible preset']);
  });

  it('whose table has a line that never rises lets just those starve', async () => {
    const rising = { headStart: 0, acceleration: 1 };
    const all = { voice: rising, sms: rising, email: rising, web_chat: rising };
    const lines = { platinum: all, gold: all, silver: all, standard: { ...all, email: { headStart: 5, acceleration: 0 } } };
    expect(await ofPolicy({ preset: 'table', lines })).toEqual(['warning starvation_possible lines.standard.email.acceleration']);
  });

  it('that promises a better tier more waiting than the one below it', async () => {
    const draft = policyDraft({ promises: promisesWith('gold', { voice: 100 }) });
    const { findings } = await supervisor.call('previewPolicy', { body: { draft } });
    expect(told(findings)).toEqual(['warning better_tier_slower promises.gold.voice']);
    expect(findings[0]?.words.en).toBe('A gold call is promised 1 min 40 s, longer than the 1 min of a silver call, the tier below.');
  });

  it('the same in one queue alone', async () => {
    expect(await ofPolicy({ queuePromises: { [salesId]: { silver: { voice: 15 } } } })).toEqual([
      `warning better_tier_slower queuePromises.${salesId}.gold.voice`,
    ]);
    expect(await ofPolicy({ queuePromises: { [salesId]: { gold: { voice: 10 }, silver: { voice: 15 } } } })).toEqual([]);
  });

  it('in which a backlog keeps everybody from the telephone', async () => {
    expect(await ofPolicy({ bars: { voice: ['voice'], email: ['voice'], web_chat: ['email'] } })).toEqual([
      'warning backlog_bars_calls bars.email',
    ]);
  });

  it('in force that has no promise for a tier made since', async () => {
    await run(sql`insert into tiers (key, rank, label) values ('diamond', 9, ${json({ en: 'Diamond', 'zh-CN': '钻石' })})`);
    const findings = await found();
    expect(told(findings)).toContain('error tier_without_promise promises.diamond');
    expect(findings[0]?.words).toEqual({
      en: 'Diamond is promised nothing for: call, SMS, email and chat.',
      'zh-CN': '“钻石”在以下渠道没有承诺：来电、短信、邮件和在线聊天。',
    });
  });

  it('troubles come before warnings, and warnings before notices', async () => {
    await run(sql`delete from queue_members where queue_id = ${salesId}`);
    await run(sql`update queues set preferred_share = null where id = ${test.queueId}`);
    await run(sql`insert into queues (id, key, label) values (${uuid()}, 'attic', ${json({ en: 'Attic', 'zh-CN': '阁楼' })})`);
    const severities = (await found()).map(({ severity }) => severity);
    expect(severities).toEqual(['error', 'warning', 'notice', 'notice']);
  });
});

describe('rules of queues set through the API', () => {
  it('are looked at at once', async () => {
    const { revision = '' } = (await supervisor.call('listQueueRules')).queues.find(({ queueId }) => queueId === salesId) ?? {};
    await admin.call('changeQueueRules', { id: salesId, body: { revision, rules: rulesDraft({ preferredShare: null }) } });
    expect(told((await supervisor.call('routingFindings')).findings)).toEqual([
      'warning preferred_agent_without_end queues.sales.preferredShare',
    ]);
  });
});
