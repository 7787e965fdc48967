import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refreshWords } from '../../../server/customers/search/refresh-words.ts';
import { openDatabase } from '../../../server/db/database.ts';
import { sql } from '../../../server/db/sql.ts';
import { addCustomer, addPerson, type Client, client, eventually, settle, startTestHub, type TestHub } from '../../support/hub.ts';
import { dumpEverything, plantPerson } from '../../support/plant-person.ts';

let test: TestHub;
let admin: Client;
beforeAll(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin' }));
});
afterAll(() => test.stop());

let count = 0;
const plant = () => plantPerson(test, { mark: `zq${(count++).toString(36).padStart(4, 'x')}late`, agentId: admin.person.id });
const erase = async (id: string) => {
  const { revision } = await admin.call('previewErasure', { id });
  await admin.call('eraseCustomer', { id, body: { reason: 'asked for it', revision, force: false } });
};
const isDone = async (id: string) => Boolean((await admin.call('readPrivacy', { id })).erased?.doneAt);
const done = (id: string) => eventually(async () => expect(await isDone(id)).toBe(true), 30);
const placesOf = async (mark: string) =>
  [...(await dumpEverything(test))].filter(([, rows]) => rows.some((row) => row.toLowerCase().includes(mark))).map(([table]) => table);

/** Another writer: its transaction is open until it is let go. */
async function writer() {
  const db = openDatabase(test.database.url, { max: 1 });
  const one = await db.pool.connect();
  await one.query('begin');
  return {
    write: (text: string, values: unknown[]) => one.query(text, values),
    async commit() {
      await one.query('commit');
      one.release();
      await db.close();
    },
  };
}
const emptied = (entryId: string) =>
  eventually(async () => expect(await test.hub.db.one(sql`select text from entries where id = ${entryId}`)).toEqual({ text: '' }));

describe('an erased customer', () => {
  it('does not come back by somebody who read them before and writes later', async () => {
    const ada = await plant();
    const late = await writer();
    await late.write('select text from entries where id = $1', [ada.entryId]);
    await erase(ada.id);
    await emptied(ada.entryId);
    const words = 'insert into customer_search values ($1, $2) on conflict (record_id) do update set words = excluded.words';
    await late.write(words, [ada.id, ada.mark]);
    await late.write(
      `insert into entry_search values ($1, $2, 'email', now(), to_tsvector('simple', $3)) on conflict (entry_id) do update set words = excluded.words`,
      [ada.entryId, ada.id, ada.mark],
    );
    await late.write('update entries set text = $2 where id = $1', [ada.entryId, ada.mark]);
    expect(await isDone(ada.id)).toBe(false);
    await late.commit();
    await done(ada.id);
    expect(await placesOf(ada.mark)).toEqual([]);
  });

  it('does not stay in a row that is being changed while it is to be erased', async () => {
    const ada = await plant();
    await settle(test.hub);
    const late = await writer();
    await late.write('update entries set text = text || $2 where id = $1', [ada.entryId, ' and more']);
    await late.write(`update entry_search set words = to_tsvector('simple', $2 || ' more') where entry_id = $1`, [ada.entryId, ada.mark]);
    await erase(ada.id);
    await eventually(async () =>
      expect(
        await test.hub.db.all(sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
      ).not.toEqual([]),
    );
    await late.commit();
    await done(ada.id);
    expect(await placesOf(ada.mark)).toEqual([]);
  });

  it('is not found by words that are being written anew just then', async () => {
    await test.hub.db.all(
      sql`insert into customers (id, name, since) select gen_random_uuid(), 'Many ' || n, now() from generate_series(1, 450) n`,
    );
    for (let round = 0; round < 12; round++) {
      const ada = await plant();
      let over = false;
      const writing = [1, 2, 3].map(async () => {
        while (!over) {
          await test.hub.db.all(sql`update customer_search set words = null where record_id in (
            select record_id from customer_search where words is not null order by record_id for update skip locked)`);
          await refreshWords(test.hub.db);
        }
      });
      await erase(ada.id);
      over = true;
      await Promise.all(writing);
      const { words } = await test.hub.db.one<{ words: string }>(
        sql`select coalesce((select words from customer_search where record_id = ${ada.id}), '') as words`,
      );
      expect(words).not.toContain(ada.mark);
      expect(words).not.toContain(ada.phone.slice(1));
    }
  }, 60_000);

  it('takes in nothing more, whatever a desk that was open still sends', async () => {
    const ada = await plant();
    const { id: conversationId } = await test.hub.db.one<{ id: string }>(
      sql`select conversation_id as id from entries where id = ${ada.entryId}`,
    );
    await erase(ada.id);
    const text = ada.mark;
    const at = test.clock.now().toISOString();
    const refused = [
      admin.refusal('addNote', { id: conversationId, body: { clientId: 'late note', text } }),
      admin.refusal('sendReply', { id: conversationId, body: { clientId: 'late reply', text, seenSeq: 9 } }),
      admin.refusal('saveDraft', { id: conversationId, body: { reply: text, note: text, basedOn: 0 } }),
      admin.refusal('createOpportunity', { body: { customerId: ada.id, title: text } }),
      admin.refusal('createFollowUp', { body: { customerId: ada.id, text, dueAt: at } }),
    ];
    for (const answer of await Promise.all(refused)) expect(answer).toBe('409 customer_erased');
    const order = { number: 'SO-late', placedAt: at, currency: 'EUR', amount: 1, status: 'paid', customer: { id: ada.id } } as const;
    expect(await admin.refusal('putOrder', { body: order })).toContain('unknown_customer');
    await done(ada.id);
    expect(await placesOf(ada.mark)).toEqual([]);
  });

  it('waits no longer than the writer who was there before them', async () => {
    const id = await addCustomer(test, { name: 'Bob', phone: '+441632960577' });
    const late = await writer();
    await late.write(
      `insert into page_visits (id, customer_id, at, url, title, external_id) values (gen_random_uuid(), $1, now(), 'https://x.example', 'zqbobvisit', 'v1')`,
      [id],
    );
    const erasing = erase(id);
    await late.commit();
    await erasing;
    await done(id);
    expect(await placesOf('zqbobvisit')).toEqual([]);
  });
});
