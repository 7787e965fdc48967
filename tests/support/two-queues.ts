import { v7 as uuid } from 'uuid';
import { ensureInboxes, firstConfiguration } from '../../server/catalog/first-configuration.ts';
import { json, sql } from '../../server/db/sql.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { startTestHub, supportMail, supportNumber, type TestClock, type TestHub } from './hub.ts';

export const salesNumber = '+441632960900';
export const salesMail = 'sales@touchline.example';

/** A hub with a second queue that has a number, a mailbox and a chat widget of its own. */
export async function startTwoQueues(
  environment: Record<string, string> = {},
  clock?: TestClock,
): Promise<{ test: TestHub; salesId: string }> {
  const { database, salesId } = await makeTwoQueues();
  return { test: await startTestHub(environment, database, clock), salesId };
}

/** The database of such a hub. */
export async function makeTwoQueues(): Promise<{ database: TestDatabase; supportId: string; salesId: string }> {
  const database = await createTestDatabase();
  const salesId = uuid();
  await firstConfiguration(database.db);
  await ensureInboxes(database.db, { addresses: { phone: [supportNumber], mail: [supportMail] }, demo: false });
  await database.db.all(sql`insert into queues (id, key, label) values (${salesId}, 'sales', ${json({ en: 'Sales', 'zh-CN': '销售' })})`);
  for (const [channel, address] of [
    ['voice', salesNumber],
    ['sms', salesNumber],
    ['email', salesMail],
    ['web_chat', 'shop'],
  ] as const) {
    await database.db.all(
      sql`insert into inboxes (id, channel, address, label, queue_id) values (${uuid()}, ${channel}, ${address}, ${json({ en: address, 'zh-CN': address })}, ${salesId})`,
    );
  }
  const support = await database.db.one<{ id: string }>(sql`select id from queues where key = 'support'`);
  return { database, supportId: support.id, salesId };
}
