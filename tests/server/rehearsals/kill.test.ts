import { afterEach, beforeEach, expect, it } from 'vitest';
import { wallClock } from '../../../server/clock.ts';
import { freePort } from '../../../server/db/free-port.ts';
import { sql } from '../../../server/db/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addPerson, client, eventually } from '../../support/hub.ts';
import { type HubProcess, spawnHub } from '../../support/hub-process.ts';

let database: TestDatabase;
const hubs: HubProcess[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.kill();
  await database.drop();
});

const startNode = async (): Promise<HubProcess> => {
  const [port, smtpPort] = [await freePort(), await freePort()];
  const hub = await spawnHub({ PORT: String(port), SMTP_LISTEN_PORT: String(smtpPort), DATABASE_URL: database.url, NODE_DEAD_AFTER: '3' });
  hubs.push(hub);
  return hub;
};

it('a rehearsal whose node is killed is played again by the next, and ends once', async () => {
  const first = await startNode();
  const { id: queueId } = await database.db.one<{ id: string }>(sql`select id from queues where key = 'support'`);
  const place = { hub: { db: database.db, clock: wallClock }, queueId };
  await addPerson(place, { capacity: { voice: 1 } });
  const person = await addPerson(place, { role: 'supervisor', queues: [] });
  const boss = await client(first, person);
  const rows = Array.from({ length: 100_000 }, (_, i) => `${i},${i},support,gold,voice,30,,`);
  const arrivals = ['id,at,queue,tier,channel,handleSeconds,patienceSeconds,skills', ...rows].join('\n');
  const { id } = await boss.call('requestRehearsal', { body: { arrivals } });
  await eventually(async () => expect((await boss.call('getRehearsal', { id })).state).toBe('running'));
  await first.kill();
  expect(await database.db.one(sql`select state from rehearsals where id = ${id}`)).toEqual({ state: 'running' });
  const second = await client(await startNode(), person);
  await eventually(async () => {
    expect(await second.call('getRehearsal', { id })).toMatchObject({ state: 'done', result: { summary: { arrivals: 100_000 } } });
  }, 50);
  expect(await database.db.all(sql`select data ->> 'state' as state from events where name = 'rehearsal.ended'`)).toEqual([
    { state: 'done' },
  ]);
}, 90_000);
