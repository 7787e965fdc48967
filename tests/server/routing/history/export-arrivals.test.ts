import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sql } from '../../../../server/db/sql.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../../support/hub.ts';
import { addPast } from '../../rehearsals/add-past.ts';
import { rehearse as simulate, withFiles } from '../simulate/rehearse.ts';

let test: TestHub;
let boss: Client;
let agent: Client;
let ids: string[];
beforeAll(async () => {
  test = await startTestHub();
  agent = await client(test, await addPerson(test, { capacity: { voice: 1 }, skills: { en: 3 } }));
  boss = await client(test, await addPerson(test, { role: 'supervisor', queues: [] }));
  ids = await addPast(test, agent.person.id, [
    { at: -1000, tier: 'gold', wait: 4, handle: 60.5, skills: { en: 1 } },
    { at: -900, tier: 'standard', gaveUpAfter: 33 },
    { at: -800, tier: 'silver', gaveUpAfter: 50, reason: 'solved_elsewhere' },
    { at: -500, tier: 'standard', wait: 10 },
    { at: -10, tier: 'platinum', skills: { zh: 2, billing: 1 } },
  ]);
});
afterAll(() => test.stop());

const seconds = (ago: number) => (test.clock.now().getTime() - ago * 1000) / 1000;
const time = (ago: number) => new Date(test.clock.now().getTime() - ago * 1000).toISOString();

async function download(query: Record<string, string>, who: Client | null = boss): Promise<Response> {
  const headers = who ? { authorization: `Bearer ${who.token}` } : {};
  return fetch(`${test.url}/api/routing/arrivals.csv?${new URLSearchParams(query)}`, { headers });
}

describe('our own history as the simulator reads it', () => {
  it('has a row for each need of the time, with what was measured and what must be assumed', async () => {
    const response = await download({ from: time(2000), to: time(0) });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="arrivals-.*\.csv"$/);
    expect((await response.text()).split('\n')).toEqual([
      'id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills',
      `${ids[0]},${seconds(1000)},support,gold,voice,60.5,,en:1`,
      // Who gave up, or was helped elsewhere, would have needed what others like them do.
      `${ids[1]},${seconds(900)},support,standard,voice,60.5,33,`,
      `${ids[2]},${seconds(800)},support,silver,voice,60.5,50,`,
      // Still being handled: it has taken longer than usual already.
      `${ids[3]},${seconds(500)},support,standard,voice,490,,`,
      `${ids[4]},${seconds(10)},support,platinum,voice,60.5,,zh:2;billing:1`,
      '',
    ]);
  });

  it('is of the time and the queue that was asked for', async () => {
    const rows = async (query: Record<string, string>) => (await (await download(query)).text()).trimEnd().split('\n').length - 1;
    expect(await rows({ from: time(1000), to: time(800) })).toBe(2);
    expect(await rows({ from: time(2000), to: time(0), queueId: test.queueId })).toBe(5);
    expect(await rows({ from: time(9000), to: time(8000) })).toBe(0);
  });

  it('is read by the simulator', async () => {
    const text = (await (await download({ from: time(1000), to: time(500) })).text()).replaceAll('en:1', '');
    const scenario = {
      arrivalsFile: 'day.csv',
      policy: 'first-come',
      agents: [{ count: 1, queues: ['support'], capacity: { voice: 1 } }],
    };
    await withFiles({}, async (folder) => {
      writeFileSync(path.join(folder, 'day.csv'), text);
      const { summary } = await simulate(scenario, folder);
      expect(summary).toMatchObject({ arrivals: 3 });
    });
  });

  it('never makes a spreadsheet calculate', async () => {
    const queueId = uuid();
    await test.hub.db.all(
      sql`insert into queues (id, key, label) values (${queueId}, '=HYPERLINK("x")', ${json({ en: 'x', 'zh-CN': 'x' })})`,
    );
    await test.hub.db.all(sql`update tasks set queue_id = ${queueId} where id = ${ids[4]}`);
    test.hub.catalog.forget();
    const text = await (await download({ from: time(11), to: time(0) })).text();
    expect(text).toContain(`,"'=HYPERLINK(""x"")",platinum,`);
    await test.hub.db.all(sql`update tasks set queue_id = ${test.queueId} where id = ${ids[4]}`);
  });

  it('is for supervisors, and a time that is none is refused', async () => {
    expect((await download({ from: time(10), to: time(0) }, null)).status).toBe(401);
    expect((await download({ from: time(10), to: time(0) }, agent)).status).toBe(403);
    const refused = await download({ from: 'yesterday', to: time(0) });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { error: { code: 'bad_request', detail: expect.stringContaining('query.from') } },
    ]);
    expect((await download({ from: time(10), to: time(0), queueId: uuid() })).status).toBe(422);
  });
});
