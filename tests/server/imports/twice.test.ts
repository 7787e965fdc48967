import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { writeCsv } from '../../../server/exports/write-csv.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';
import { ended, importFile } from '../../support/imports.ts';

let test: TestHub;
let boss: Client;
beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
});
afterAll(() => test.stop());

/** Everything of these keys that an import may change; ids and times of making say nothing. */
const archive = (prefix: string) =>
  test.hub.db.all(sql`
    select c.external_id, c.name, c.city, c.tier, c.birthday, c.kind::text, array(
        select p.value || ' ' || l.evidence from contact_point_links l join contact_points p on p.id = l.contact_point_id where l.customer_id = c.id and l.ended_at is null order by 1) as addresses,
      array(select o.number || ' ' || o.amount || o.currency || ' ' || o.status from orders o where o.customer_id = c.id order by 1) as orders
    from customers c where c.external_id like ${`${prefix}%`} order by c.external_id`);
const changes = async () =>
  (
    await test.hub.db.one<{ count: number }>(
      sql`select (select count(*) from field_changes) + (select count(*) from contact_point_links) + (select count(*) from events where name like 'order.%' or name like 'customer.%') as count`,
    )
  ).count;

const text = async (rows: readonly (readonly string[])[]) => {
  let csv = '';
  for await (const piece of writeCsv(rows)) csv += piece;
  return csv;
};

let runs = 0;
const person = fc.record({
  key: fc.constantFrom('1', '2', '3', '4', ''),
  name: fc.constantFrom('', 'Ada', '王小明', '=1+1', 'O"Hara, Jr.'),
  city: fc.constantFrom('', 'Paris', '上海'),
  tier: fc.constantFrom('', 'gold', 'Silver', 'diamond'),
  birthday: fc.constantFrom('', '1990-05-01', '1990年5月1日', '30.02.1990'),
  phone: fc.constantFrom('', '1', '2', 'x'),
});

describe('an import', () => {
  it('of customers brought twice is the same as brought once, and taken back there is nothing of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 8 }), async (people) => {
        const prefix = `R${++runs}-`;
        const phones: Record<string, string> = { '1': `+4420794${40_000 + runs * 2}`, '2': `+4420794${40_001 + runs * 2}`, x: 'no number' };
        const rows = people.map(({ key, name, city, tier, birthday, phone }) => [
          key && prefix + key,
          name,
          city,
          tier,
          birthday,
          phones[phone] ?? '',
        ]);
        const content = await text([['Customer number', 'Name', 'City', 'Tier', 'Birthday', 'Phone'], ...rows]);
        const empty = await archive(prefix);
        const once = await importFile(test, boss, { name: 'once.csv', content });
        const [state, before] = [await archive(prefix), await changes()];
        expect(once.view.counts.created).toBe(state.length);
        const twice = await importFile(test, boss, { name: 'twice.csv', content });
        if (new Set(rows.map(([key]) => key)).size === rows.length) {
          expect([await archive(prefix), await changes()]).toEqual([state, before]);
          expect(twice.view.counts).toMatchObject({ created: 0, changed: 0 });
        }
        for (const { id } of [twice, once]) {
          if ((await boss.call('getImport', { id })).rowsDone === 0) continue;
          await boss.call('undoImport', { id });
          await expect.poll(async () => (await boss.call('getImport', { id })).state, { timeout: 10_000 }).toBe('undone');
          expect((await ended(boss, id)).counts.left).toBe(0);
        }
        expect(await archive(prefix)).toEqual(empty);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('of orders brought twice, in any order of its rows, is the same as brought once', async () => {
    await boss.call('putProfile', { body: { externalId: 'Q-1' } });
    await boss.call('putProfile', { body: { externalId: 'Q-2' } });
    const order = fc.record({
      customer: fc.constantFrom('Q-1', 'Q-2', 'nobody'),
      amount: fc.constantFrom('10', '¥1,299.00', '-1', '0.001'),
      status: fc.constantFrom('paid', '已发货'),
      placedAt: fc.constantFrom('2026-05-01', '2026/5/2 10:00', 'never'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()), async (orders, random) => {
        const prefix = `N${++runs}-`;
        const rows = orders.map(({ customer, amount, status, placedAt }, i) => [
          `${prefix}${i}`,
          customer,
          amount,
          'CNY',
          status,
          placedAt,
        ]);
        const shuffled = rows
          .map((row) => ({ row, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row);
        const head = ['Order number', 'Customer number', 'Amount', 'Currency', 'Status', 'Placed at'];
        const once = await importFile(test, boss, { kind: 'orders', name: 'once.csv', content: await text([head, ...rows]) });
        const [state, before] = [await archive('Q-'), await changes()];
        const again = await importFile(test, boss, { kind: 'orders', name: 'again.csv', content: await text([head, ...shuffled]) });
        expect([await archive('Q-'), await changes()]).toEqual([state, before]);
        expect(again.view.counts).toMatchObject({
          created: 0,
          changed: 0,
          failed: once.view.counts.failed,
          same: once.view.counts.created,
        });
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('that is canceled stops between two batches, and can be taken back', async () => {
    const content = await text([['key', 'name'], ...Array.from({ length: 20_000 }, (_, i) => [`S-${i}`, `Somebody ${i}`])]);
    const response = await fetch(`${test.url}/api/imports?kind=customers&fileName=many.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${boss.token}` },
      body: content,
    });
    const { id } = (await response.json()) as { id: string };
    const { settings } = await boss.call('previewImport', { id, body: {} });
    await boss.call('startImport', { id, body: { settings } });
    expect(await boss.refusal('startImport', { id, body: { settings } })).toBe('409 import_state');
    await expect.poll(async () => (await boss.call('getImport', { id })).rowsDone, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
    const { rowsDone } = await boss.call('cancelImport', { id });
    await new Promise((later) => setTimeout(later, 500));
    const { count } = await test.hub.db.one<{ count: number }>(sql`select count(*) from customers where external_id like 'S-%'`);
    expect([count, (await boss.call('getImport', { id })).rowsDone]).toEqual([rowsDone, rowsDone]);
    expect(rowsDone).toBeLessThan(20_000);
    await boss.call('undoImport', { id });
    await expect.poll(async () => (await boss.call('getImport', { id })).state, { timeout: 30_000 }).toBe('undone');
    expect(await archive('S-')).toEqual([]);
  }, 90_000);
});
