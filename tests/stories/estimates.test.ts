import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../server/db/sql.ts';
import { take } from '../support/desk.ts';
import {
  addPerson,
  type Client,
  callArrives,
  callEnds,
  client,
  eventually,
  startTestHub,
  type TestHub,
  twilioPost,
} from '../support/hub.ts';

/** What customers are told about their wait: kept, held against what came of it, and counted. */
let test: TestHub;
let mei: Client;
let boss: Client;

beforeEach(async () => {
  test = await startTestHub();
  mei = await client(test, await addPerson(test));
  boss = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
});
afterEach(() => test.stop());

const sidOf = (n: number) => `CA${String(n).padStart(32, '0')}`;
const numberOf = (n: number) => `+44163296020${n}`;
const rings = (n: number) => callArrives(test, { from: numberOf(n), sid: sidOf(n) });
const isTold = async (n: number) =>
  (await twilioPost(test, await test.inboxOf('voice'), 'wait', { CallSid: sidOf(n), CallStatus: 'in-progress' })).text();
const told = () =>
  test.hub.db.all<{ position: number; p50: number; p90: number; actual: number | null }>(
    sql`select position, p50, p90, actual from wait_estimates order by id`,
  );

describe('an estimate', () => {
  it('is there for whoever may see the task, and only while it waits', async () => {
    await rings(1);
    test.clock.move(3);
    await rings(2);
    const [first, second] = (await mei.call('queue', {})).tasks;
    expect(await mei.call('taskEstimate', { id: second?.id ?? '' })).toMatchObject({ position: 2, atLeast: false, wait: null });
    await mei.available();
    await take(mei);
    test.clock.move(3);
    expect(await mei.refusal('taskEstimate', { id: first?.id ?? '' })).toBe('409 task_not_waiting');
    const { position, wait } = await boss.call('taskEstimate', { id: second?.id ?? '' });
    expect(position).toBe(1);
    expect(wait?.p90).toBeGreaterThan(wait?.p50 ?? 0);
    expect(await mei.refusal('taskEstimate', { id: '00000000-0000-4000-8000-000000000000' })).toBe('404 not_found');
  });

  it('that was told is scored when an agent accepts: who was answered in time, and who was not', async () => {
    await mei.available();
    await rings(1);
    await take(mei);
    await rings(2);
    expect(await isTold(2)).toContain('You are next in line.');
    test.clock.move(30);
    expect(await isTold(2)).toContain('You are next in line.');
    const [before] = await told();
    expect(await told()).toMatchObject([
      { position: 1, actual: null },
      { position: 1, actual: null },
    ]);
    test.clock.move(20);
    await callEnds(test, { from: numberOf(1), sid: sidOf(1) });
    await mei.available();
    await take(mei);
    await eventually(async () => expect((await told()).map(({ actual }) => actual)).toEqual([50, 20]));
    expect(before?.p50).toBeGreaterThan(50);
    expect(await boss.call('estimateCalibration', {})).toEqual({
      channels: [{ channel: 'voice', told: 2, withinP50: 1, withinP90: 1, meanError: expect.any(Number) }],
    });
    expect(await mei.refusal('estimateCalibration', {})).toBe('403 not_allowed');
    await test.hub.db.all(sql`update wait_estimates set actual = p90 + 1 where actual = 20`);
    expect((await boss.call('estimateCalibration', { query: { days: 1 } })).channels).toMatchObject([{ withinP50: 0.5, withinP90: 0.5 }]);
  });

  it('of somebody who gave up is no promise broken', async () => {
    await mei.available();
    await rings(1);
    await take(mei);
    await rings(2);
    await isTold(2);
    await callEnds(test, { from: numberOf(2), sid: sidOf(2) });
    expect(await told()).toMatchObject([{ actual: null }]);
    expect((await boss.call('estimateCalibration', {})).channels).toEqual([]);
  });

  it('costs the same however many wait: more than are counted are "more than"', async () => {
    await rings(1);
    await test.hub.db.all(sql`drop index tasks_one_open_per_conversation`);
    await test.hub.db.all(sql`
      insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, created_at, state)
      select gen_random_uuid(), ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at - n * interval '1 second', created_at, 'pending'
      from tasks, generate_series(1, 5000) n where channel = 'voice'`);
    test.clock.move(3);
    const { tasks } = await mei.call('queue', { query: { limit: 1 } });
    expect(tasks).toHaveLength(1);
    const newest = await test.hub.db.one<{ id: string }>(sql`select id from tasks where channel = 'voice' order by needed_at desc limit 1`);
    const before = performance.now();
    expect(await mei.call('taskEstimate', { id: newest.id })).toMatchObject({ position: 201, atLeast: true });
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
