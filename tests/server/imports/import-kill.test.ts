import { afterEach, beforeEach, expect, it } from 'vitest';
import { wallClock } from '../../../server/clock.ts';
import { freePort } from '../../../server/db/free-port.ts';
import { sql } from '../../../server/db/sql.ts';
import type { Step } from '../../support/crash-step.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addPerson, client } from '../../support/hub.ts';
import { type HubProcess, spawnHub } from '../../support/hub-process.ts';
import { ended, upload } from '../../support/imports.ts';

/** A hub is killed in the middle of an import; the next one goes on at the row where it was, and every row counts once. */
let database: TestDatabase;
const hubs: HubProcess[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.kill();
  await database.drop();
});

const startNode = async (crashAt?: Step): Promise<HubProcess> => {
  const [port, smtpPort] = [await freePort(), await freePort()];
  const environment = { PORT: String(port), SMTP_LISTEN_PORT: String(smtpPort), DATABASE_URL: database.url, NODE_DEAD_AFTER: '3' };
  const hub = await spawnHub(environment, crashAt);
  hubs.push(hub);
  return hub;
};

const rows = 1500;
const content = ['key,name,phone', ...Array.from({ length: rows }, (_, i) => `K-${i},Customer ${i},+4420794${String(10_000 + i)}`)].join(
  '\n',
);

it.each([
  ['before a batch is noted', { statement: 'update import_runs set rows_done', when: 'before' }],
  ['after a batch is noted, before it is committed', { statement: 'insert into import_rows', when: 'after' }],
  ['while it is put back', { statement: 'update import_rows r set outcome', when: 'after' }],
] as const)(
  '%s',
  async (name, step) => {
    const first = await startNode(step);
    const { id: queueId } = await database.db.one<{ id: string }>(sql`select id from queues where key = 'support'`);
    const person = await addPerson({ hub: { db: database.db, clock: wallClock }, queueId }, { role: 'supervisor', queues: [] });
    const boss = await client(first, person);
    const { body } = await upload(first, boss, { name: 'many.csv', content });
    const { settings } = await boss.call('previewImport', { id: body.id, body: {} });
    await boss.call('startImport', { id: body.id, body: { settings } });
    const isUndo = name.includes('put back');
    if (isUndo) {
      await ended(boss, body.id, 40);
      await boss.call('undoImport', { id: body.id });
    }
    await first.gone;
    const second = await client(await startNode(), person);
    const view = await ended(second, body.id, 60);
    expect(view).toMatchObject({ rowsDone: rows, counts: { created: rows, changed: 0, same: 0, failed: 0, undone: isUndo ? rows : 0 } });
    expect(
      await database.db.one(sql`
    select (select count(*) from customers where external_id like 'K-%') as customers, (select count(*) from import_rows where outcome = ${isUndo ? 'undone' : 'created'}) as rows,
      (select count(*) from events where name = 'customer.created') as created`),
    ).toEqual({ customers: isUndo ? 0 : rows, rows, created: rows });
  },
  150_000,
);
