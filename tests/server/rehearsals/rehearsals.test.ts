import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, eventNames, eventually, request, startTestHub, type TestHub } from '../../support/hub.ts';
import { addPast } from './add-past.ts';
import { rehearse } from './recorded-day.ts';

let test: TestHub;
let boss: Client;
let agent: Client;
beforeAll(async () => {
  test = await startTestHub();
  agent = await client(test, await addPerson(test, { capacity: { voice: 1 }, skills: { en: 3 } }));
  // The first admin serves, too; nobody is to be counted whom the test does not know.
  await test.hub.db.all(sql`delete from queue_members where agent_id <> ${agent.person.id}`);
  boss = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
  // Three callers within a minute, one agent: 100 s each.
  await addPast(test, agent.person.id, [
    { at: -3600, tier: 'standard', wait: 0, handle: 100 },
    { at: -3590, tier: 'standard', wait: 190, handle: 100 },
    { at: -3570, tier: 'gold', wait: 70, handle: 100 },
  ]);
  // Days before, of those who came one after the other every second gave up.
  await addPast(
    test,
    agent.person.id,
    Array.from({ length: 21 }, (_, i) => ({
      at: -900_000 + i * 200,
      tier: 'silver',
      ...(i % 2 ? { gaveUpAfter: 60 } : { wait: 0, handle: 30 }),
    })),
  );
});
afterAll(() => test.stop());

const header = 'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills';
const csv = (...rows: string[]) => [header, ...rows, ''].join('\n');

describe('a rehearsal of our own history', () => {
  it('shows both sides per queue, tier and channel beside what was recorded, and who would have waited longer by name', async () => {
    const { result, tickets, state } = await rehearse(boss, { period: { last: 'day' }, policy: { preset: 'first-come' } });
    expect(state).toBe('done');
    expect(result?.summary).toMatchObject({ arrivals: 3, longer: 1, shorter: 1, same: 1 });
    const gold = result?.groups.find(({ tier }) => tier === 'gold');
    expect(gold).toMatchObject({
      queueId: test.queueId,
      channel: 'voice',
      promiseSeconds: { before: 20, after: 20 },
      recorded: { arrived: 1, answered: 1, abandoned: 0, meanWait: 70, overtaken: null },
      before: { arrived: 1, meanWait: 70, p99Wait: 70, withinPromise: 0, overtaken: { mean: 0, max: 0 } },
      after: { arrived: 1, meanWait: 170 },
    });
    expect(gold?.histogram.before.reduce((sum, count) => sum + count, 0)).toBe(1);
    const [longest] = result?.longest ?? [];
    expect(longest).toMatchObject({
      tier: 'gold',
      before: { outcome: 'answered', seconds: 70 },
      after: { outcome: 'answered', seconds: 170 },
    });
    expect(tickets[longest?.id ?? '']).toMatchObject({ subject: 'call 3', customerName: 'Caller 3' });
  });

  it('has more agents like those who serve a queue, or fewer', async () => {
    const more = await rehearse(boss, { period: { last: 'day' }, agents: { [test.queueId]: 2 } });
    expect(more.result?.summary.after).toMatchObject({ agents: 3, meanWait: 0 });
    expect(more.result?.summary.before.meanWait).toBeGreaterThan(50);
    const fewer = await rehearse(boss, { period: { last: 'day' }, agents: { [test.queueId]: -1 } });
    expect(fewer.result?.summary.after).toMatchObject({ agents: 0, meanWait: null });
    expect(fewer.result?.groups.map(({ after }) => after.answered)).toEqual([0, 0]);
  });

  it('gives whoever was answered the patience that those who gave up show', async () => {
    const time = (ago: number) => new Date(test.clock.now().getTime() - ago * 1000).toISOString();
    const period = { from: time(910_000), to: time(800_000) };
    const { result } = await rehearse(boss, { period, agents: { [test.queueId]: -1 } });
    expect(result?.groups[0]).toMatchObject({
      recorded: { answered: 11, abandoned: 10, waiting: 0 },
      before: { answered: 21, abandoned: 0 },
      after: { answered: 0, abandoned: 21, waiting: 0 },
    });
    expect(result?.longest[0]).toMatchObject({ before: { outcome: 'answered' }, after: { outcome: 'abandoned' } });
  });

  it('is listed newest first, with its figures and without its rows', async () => {
    const { rehearsals } = await boss.call('listRehearsals');
    expect(rehearsals.length).toBeGreaterThan(2);
    expect(rehearsals[0]).toMatchObject({ state: 'done', createdBy: { id: boss.person.id }, summary: { arrivals: 21 } });
    expect(rehearsals[0]).not.toHaveProperty('result');
  });
});

describe('arrivals that were brought along', () => {
  it('are played as the command plays them', async () => {
    const rows = Array.from(
      { length: 200 },
      (_, i) => `call ${i},${i * 7},support,${i % 3 ? 'standard' : 'gold'},voice,${20 + (i % 11)},,en:1`,
    );
    const { result } = await rehearse(boss, { arrivals: csv(...rows), agents: { [test.queueId]: 1 } });
    expect(result?.summary).toMatchObject({ arrivals: 200, before: { agents: 1 }, after: { agents: 2 } });
    expect(result?.summary.after.meanWait).toBeLessThan(result?.summary.before.meanWait ?? 0);
    expect(result?.drift).toBeNull();
    expect(result?.longest.every(({ id, at }) => id.startsWith('call ') && at === null)).toBe(true);
  });

  it.each([
    [csv('1,0,support,gold,voice,30,,', '2,x,support,gold,voice,30,,'), 'CSV line 3: at: "x" is not a number'],
    [csv('1,0,nowhere,gold,voice,30,,'), 'CSV line 2: queue: "nowhere" must be one of support'],
    [csv('1,0,support,diamond,voice,30,,'), 'CSV line 2: tier: "diamond" must be one of platinum, gold, silver, standard'],
    [csv('1,0,support,gold,email,30,,'), 'CSV line 2: channel: no agent of support takes email'],
    [csv('1,0,support,gold,voice,30,,zh:2'), 'CSV line 2: skills: no agent of support has zh 2'],
    [csv(), 'CSV: has no arrivals'],
    ['', `CSV line 1: must be ${header}`],
  ])('are refused with the line that is wrong, and nothing is kept: %#', async (arrivals, detail) => {
    const before = (await boss.call('listRehearsals')).rehearsals.length;
    const answer = await request(test.url, 'requestRehearsal', { body: { arrivals } }, { authorization: `Bearer ${boss.token}` });
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'bad_arrivals', detail } } });
    expect((await boss.call('listRehearsals')).rehearsals).toHaveLength(before);
  });

  it('may be more than other requests carry', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i},${i * 60},support,gold,voice,30,,`);
    const { result } = await rehearse(boss, { arrivals: csv(...rows) });
    expect(result?.summary.arrivals).toBe(40_000);
  });
});

describe('what cannot be rehearsed', () => {
  it.each([
    ['neither a period nor arrivals', {}, '400 bad_request'],
    ['both', { period: { last: 'day' as const }, arrivals: csv() }, '400 bad_request'],
    ['a time that ends before it begins', { period: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' } }, '400 bad_request'],
    ['a time in which nobody came', { period: { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' } }, '422 nothing_to_rehearse'],
    ['a version that does not exist', { period: { last: 'day' as const }, policy: { version: 99 } }, '422 unknown_policy'],
    [
      'a promise below zero',
      { period: { last: 'day' as const }, policy: { preset: 'promise' as const, promises: { gold: { voice: -5 } } } },
      '400 bad_request',
    ],
    [
      'a tier nobody knows',
      { period: { last: 'day' as const }, policy: { preset: 'promise' as const, promises: { diamond: { voice: 5 } } } },
      '400 bad_request',
    ],
    [
      'a table with gaps',
      {
        period: { last: 'day' as const },
        policy: { preset: 'table' as const, lines: { gold: { voice: { headStart: 0, acceleration: 1 } } } },
      },
      '400 bad_request',
    ],
    [
      'agents in a queue that does not exist',
      { period: { last: 'day' as const }, agents: { '00000000-0000-4000-8000-000000000000': 1 } },
      '422 unknown_queue',
    ],
  ])('%s', async (_, body, refusal) => {
    expect(await boss.refusal('requestRehearsal', { body })).toBe(refusal);
  });

  it('and nobody below a supervisor rehearses or looks', async () => {
    expect(await agent.refusal('requestRehearsal', { body: { period: { last: 'day' } } })).toBe('403 not_allowed');
    expect(await agent.refusal('listRehearsals')).toBe('403 not_allowed');
    expect(await boss.refusal('getRehearsal', { id: '00000000-0000-4000-8000-000000000000' })).toBe('404 not_found');
  });
});

describe('a rehearsal under way', () => {
  /** Overloaded, so that it takes some seconds. */
  const endless = [header, ...Array.from({ length: 120_000 }, (_, i) => `${i},${i},support,gold,voice,30,,`), ''].join('\n');

  it('tells how far it is, is stopped when somebody cancels it, and leaves no result', async () => {
    const { id } = await boss.call('requestRehearsal', { body: { arrivals: endless } });
    await eventually(async () => expect((await boss.call('getRehearsal', { id })).state).toBe('running'));
    const canceled = await boss.call('cancelRehearsal', { id });
    expect(canceled).toMatchObject({ state: 'canceled', result: null });
    await eventually(async () => expect(await idleJobs()).toBe(true));
    expect(await boss.call('getRehearsal', { id })).toMatchObject({ state: 'canceled', result: null });
    expect(await boss.refusal('cancelRehearsal', { id })).toBe('409 rehearsal_over');
  });

  it('is played by another node when its own has died, and ends once', async () => {
    const { id } = await boss.call('requestRehearsal', { body: { arrivals: csv('1,0,support,gold,voice,30,,') } });
    await eventually(async () => expect((await boss.call('getRehearsal', { id })).state).toBe('done'));
    // As it would lie there if the node had died before it wrote the result.
    await test.hub.db.all(sql`update rehearsals set state = 'running', result = null, ended_at = null where id = ${id}`);
    await test.hub.db.all(
      sql`select from graphile_worker.add_job('rehearse', json_build_object('rehearsalId', ${id}::text), 'rehearsals')`,
    );
    await eventually(async () => expect((await boss.call('getRehearsal', { id })).state).toBe('done'));
    await test.hub.db.all(
      sql`select from graphile_worker.add_job('rehearse', json_build_object('rehearsalId', ${id}::text), 'rehearsals')`,
    );
    await eventually(async () => expect(await idleJobs()).toBe(true));
    const ends = await test.hub.db.all(sql`select from events where name = 'rehearsal.ended' and data ->> 'rehearsalId' = ${id}`);
    expect(ends).toHaveLength(2);
  });

  it('is heard of by supervisors as it goes on', async () => {
    const { id } = await boss.call('requestRehearsal', { body: { arrivals: endless } });
    await eventually(async () => {
      const told = await test.hub.db.all<{ progress: number }>(
        sql`select (data ->> 'progress')::float as progress from events where name = 'rehearsal.progressed' and data ->> 'rehearsalId' = ${id}`,
      );
      expect(told.length).toBeGreaterThan(0);
    }, 20);
    await boss.call('cancelRehearsal', { id }).catch(() => pause(0));
    expect(await eventNames(test, 'rehearsal.requested')).not.toHaveLength(0);
  });
});

async function idleJobs(): Promise<boolean> {
  const { count } = await test.hub.db.one<{ count: number }>(
    sql`select count(*) from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'rehearse'`,
  );
  return count === 0;
}
