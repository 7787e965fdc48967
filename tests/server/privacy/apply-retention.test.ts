import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RetentionKind } from '../../../server/contract/privacy.ts';
import { sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';
import { type Planted, plantPerson } from '../../support/plant-person.ts';

let test: TestHub;
let admin: Client;
let old: Planted;
beforeEach(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { name: 'Root', role: 'admin' }));
  old = await plantPerson(test, { mark: 'oldmark', agentId: admin.person.id });
});
afterEach(() => test.stop());

const DAY = 86_400;
const keep = (kind: RetentionKind, days: number | null) => admin.call('saveRetention', { body: { kind, days } });
const due = async (kind: RetentionKind, days: number) => (await admin.call('previewRetention', { query: { kind, days } })).due;
const applied = () => test.hub.db.all(sql`select data from events where name = 'retention.applied' order by id`);
const textOf = async (person: Planted) =>
  (await test.hub.db.one<{ text: string }>(sql`select text from entries where id = ${person.entryId}`)).text;

describe('what is kept for a time only', () => {
  it('is counted before a rule is saved, and goes in the night after, with its number in the log', async () => {
    await test.pass(30.5 * DAY);
    const fresh = await plantPerson(test, { mark: 'newmark', agentId: admin.person.id });
    expect([await due('message_bodies', 29), await due('message_bodies', 31), await due('page_visits', 29)]).toEqual([2, 0, 1]);
    const { rules } = await keep('message_bodies', 29);
    expect(rules.find(({ kind }) => kind === 'message_bodies')).toMatchObject({ days: 29, due: 2, by: { name: 'Root' } });
    expect(await textOf(old)).toContain('oldmark');
    await test.pass(DAY);
    expect(await textOf(old)).toBe('');
    expect(await textOf(fresh)).toContain('newmark');
    expect(await applied()).toEqual([{ data: { kind: 'message_bodies', count: 2 } }]);
    expect(await test.hub.db.all(sql`select 1 from entry_search where entry_id = ${old.entryId}`)).toEqual([]);
    // It comes again every night by itself.
    await test.pass(29 * DAY);
    await test.pass(DAY);
    expect(await textOf(fresh)).toBe('');
  });

  it('is never what an open ticket needs, nor what must be kept', async () => {
    const open = await plantPerson(test, { mark: 'openmark', agentId: admin.person.id, ticketStatus: 'open' });
    const held = await plantPerson(test, { mark: 'heldmark', agentId: admin.person.id });
    await admin.call('holdCustomer', { id: held.id, body: { reason: 'court case' } });
    for (const kind of ['message_bodies', 'ticket_texts', 'attachments', 'recordings', 'raw_items', 'page_visits'] as const)
      await keep(kind, 1);
    await test.pass(3 * DAY);
    await test.pass(DAY);
    const left = async (table: string) =>
      (await test.hub.db.pool.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`)).rows.map(({ row }) => row).join();
    const hex = (mark: string) => Buffer.from(mark).toString('hex');
    for (const table of ['entries', 'tickets', 'conversations', 'page_visits']) expect(await left(table)).not.toContain('oldmark');
    for (const table of ['attachments', 'raw_items']) expect(await left(table)).not.toContain(hex('oldmark'));
    for (const { mark } of [open, held]) {
      for (const table of ['entries', 'tickets', 'conversations']) expect(await left(table)).toContain(mark);
      expect(await left('attachments')).toContain(hex(mark));
      expect(await left('raw_items')).toContain(hex(`From: ${mark}`));
    }
    expect(await left('page_visits')).toContain('heldmark');
    await admin.call('setTicketStatus', { id: open.ticketId, body: { status: 'solved' } });
    await test.pass(DAY / 2);
    expect(await textOf(open)).toContain('openmark');
    await test.pass(2 * DAY);
    await test.pass(DAY);
    expect(await textOf(open)).toBe('');
  });

  it('is kind by kind: recordings, files, originals, files of imports, deliveries', async () => {
    await test.pass(10 * DAY);
    const before = { recordings: 1, attachments: 1, raw_items: 2, import_files: 1, ticket_texts: 1, webhook_deliveries: 0 } as const;
    for (const kind of ['recordings', 'attachments', 'raw_items', 'import_files', 'ticket_texts', 'webhook_deliveries'] as const) {
      expect([kind, await due(kind, 9)]).toEqual([kind, before[kind]]);
      await keep(kind, 9);
      await test.pass(DAY);
      expect([kind, await due(kind, 9)]).toEqual([kind, 0]);
    }
    expect(await test.hub.db.one(sql`select count(*)::int as rows from raw_items`)).toEqual({ rows: 2 });
  });

  it('is for ever until somebody says otherwise, and again when they take it back; the same again changes nothing', async () => {
    await keep('page_visits', 5);
    await keep('page_visits', 5);
    await keep('page_visits', null);
    await test.pass(10 * DAY);
    expect(await applied()).toEqual([]);
    expect(await test.hub.db.all(sql`select data from events where name = 'retention.changed' order by id`)).toEqual([
      { data: { kind: 'page_visits', days: 5 } },
      { data: { kind: 'page_visits', days: null } },
    ]);
    expect(await admin.refusal('saveRetention', { body: { kind: 'page_visits', days: 0 } })).toBe('400 bad_request');
  });

  it('goes in batches, all of it, however much there is', async () => {
    await test.hub.db.all(sql`
      insert into page_visits (id, customer_id, at, url, external_id)
      select gen_random_uuid(), ${old.id}, ${test.clock.now()}, 'https://shop.example/' || n, 'many-' || n from generate_series(1, 2500) n`);
    await keep('page_visits', 1);
    await test.pass(3 * DAY);
    expect(await test.hub.db.one(sql`select count(*)::int as rows from page_visits`)).toEqual({ rows: 0 });
    expect((await applied()).length).toBe(3);
  });
});
