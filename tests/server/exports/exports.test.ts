import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/sql.ts';
import { eventually } from '../../support/hub.ts';
import { importFile } from '../../support/imports.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const { supervisor } = world;
  await supervisor.call('putProfile', {
    body: {
      externalId: 'X-1',
      name: '=HYPERLINK("http://bad.example","click")',
      company: '青云酒店, "Harbour"',
      manner: 'two\nlines',
      birthday: '1990-02-28',
      language: 'zh-CN',
      tier: 'gold',
      addresses: [
        { kind: 'phone', value: '+8613800138000' },
        { kind: 'phone', value: '+442079460018' },
        { kind: 'email', value: 'x@customer.example' },
      ],
    },
  });
  await supervisor.call('putProfile', { body: { externalId: 'X-2', kind: 'company', name: 'Company & <Sons>' } });
  await supervisor.call('putOrder', {
    body: {
      number: 'X-9',
      customer: { externalId: 'X-1' },
      placedAt: '2026-05-01T10:00:00.000Z',
      currency: 'CNY',
      amount: 129_900,
      cost: 80_001,
      status: 'delivered',
      items: [{ name: '净水器', quantity: 1, amount: 129_900 }],
      payment: { method: 'card', paidAt: '2026-05-01T10:01:00.000Z' },
      delivery: { carrier: '顺丰', tracking: 'SF-1', deliveredAt: null },
      returns: [{ at: '2026-05-09T10:00:00.000Z', amount: 100, reason: 'leaks' }],
    },
  });
});
afterAll(() => world.stop());

type Who = 'foreigner' | 'colleague' | 'supervisor';
const get = (who: Who, path: string) => fetch(`${world.test.url}${path}`, { headers: { authorization: `Bearer ${world[who].token}` } });
const text = async (who: Who, path: string) => (await get(who, path)).text();
const bytes = async (path: string) => new Uint8Array(await (await get('supervisor', path)).arrayBuffer());

/** Everything that an import may change, and how much there is of it. */
const everything = () =>
  world.test.hub.db.all(sql`
    select (select jsonb_agg(to_jsonb(c) order by id) from customers c) as customers, (select jsonb_agg(to_jsonb(l) order by id) from contact_point_links l) as links,
      (select jsonb_agg(to_jsonb(o) order by id) from orders o) as orders, (select count(*) from field_changes) as changes`);

describe('an export', () => {
  it.each([
    ['customers', 'csv', 'en'],
    ['customers', 'xlsx', 'zh-CN'],
    ['customers', 'jsonl', 'en'],
    ['orders', 'csv', 'zh-CN'],
    ['orders', 'xlsx', 'en'],
    ['orders', 'jsonl', 'en'],
  ] as const)('of %s as %s (%s) that comes back as an import changes nothing', async (kind, format, language) => {
    const before = await everything();
    const content = await bytes(`/api/exports/${kind}.${format}?language=${language}`);
    const { view, problems } = await importFile(world.test, world.supervisor, { kind, name: `back.${format}`, content });
    expect(view).toMatchObject({ state: 'done', counts: { created: 0, changed: 0 } });
    expect(view.counts.same).toBeGreaterThanOrEqual(2);
    // Whoever has no number of the installation's own cannot be brought back, and is said to have none.
    for (const problem of problems) expect(problem).toMatch(/^\d+ key_missing$/);
    expect(await everything()).toEqual(before);
  });

  it('opens in a spreadsheet as what it is: UTF-8, and nothing in it is computed', async () => {
    const csv = await bytes('/api/exports/customers.csv');
    expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = new TextDecoder().decode(csv);
    expect(rows).toContain(`"'=HYPERLINK(""http://bad.example"",""click"")"`);
    expect(rows).toContain(`'+442079460018; +8613800138000`);
    expect(rows).toContain('"青云酒店, ""Harbour"""');
    expect(rows).not.toMatch(/(^|,)[=+\-@]/m);
  });

  it('shows what orders cost us to those who steer only', async () => {
    expect(await text('supervisor', '/api/exports/orders.csv')).toContain('800.01');
    const shown = await text('colleague', '/api/exports/orders.csv');
    expect(shown).toContain('1299.00');
    expect(shown).not.toMatch(/800\.01|Cost|成本/);
  });

  it('holds only what the caller may see, and is on record', async () => {
    expect(await text('colleague', '/api/exports/customers.csv')).toContain('Ada Byron');
    expect(await text('foreigner', '/api/exports/customers.csv')).not.toContain('Ada Byron');
    expect(await text('foreigner', '/api/exports/orders.csv')).not.toContain('A-1001');
    expect(await text('foreigner', '/api/exports/tickets.csv')).not.toContain('boiler');
    const made = await world.test.hub.db.all<{ actorId: string; data: unknown }>(
      sql`select actor_id, data from events where name = 'export.made' order by id desc limit 1`,
    );
    expect(made).toEqual([{ actorId: world.foreigner.person.id, data: { what: 'tickets', format: 'csv' } }]);
  });

  it('of a customer’s history holds what was said, for those who may see the customer', async () => {
    const path = `/api/customers/${world.customerId}/history.jsonl`;
    const lines = (await text('colleague', path))
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ what: 'inbound', channel: 'sms', direction: 'in', text: 'My boiler is leaking 漏水了' }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ what: 'order', text: 'A-1001: 1299.00 EUR, delivered' }));
    expect((await get('foreigner', path)).status).toBe(404);
    expect((await get('colleague', `/api/customers/${crypto.randomUUID()}/history.csv`)).status).toBe(404);
  });

  it('is for those who are signed in, and of things there are', async () => {
    expect((await fetch(`${world.test.url}/api/exports/customers.csv`)).status).toBe(401);
    for (const name of ['agents.csv', 'customers.exe', 'customers', '..%2fcustomers.csv'])
      expect((await get('supervisor', `/api/exports/${name}`)).status).toBe(404);
    expect((await get('supervisor', `/api/exports/customers.csv?segmentId=${crypto.randomUUID()}`)).status).toBe(404);
  });

  it('is made only as far as somebody reads it', async () => {
    await world.test.hub.db.all(sql`
      insert into customers (id, name, since) select gen_random_uuid(), repeat('x', 150) || i, now() from generate_series(1, 60000) i`);
    const reading = new AbortController();
    const response = await fetch(`${world.test.url}/api/exports/customers.xlsx`, {
      headers: { authorization: `Bearer ${world.supervisor.token}` },
      signal: reading.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    reading.abort();
    await eventually(async () => {
      const { busy } = await world.test.hub.db.one<{ busy: number }>(
        sql`select count(*) as busy from pg_stat_activity where query like '%from customers c where c.merged_into_id is null%' and state = 'active' and pid <> pg_backend_pid()`,
      );
      expect(busy).toBe(0);
    });
    expect((await text('supervisor', '/api/exports/customers.csv')).split('\r\n').length).toBeGreaterThan(60_000);
  });
});
