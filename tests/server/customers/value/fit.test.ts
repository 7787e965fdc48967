import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitPurchases } from '../../../../server/customers/value/fit-purchases.ts';
import { fitSpend } from '../../../../server/customers/value/fit-spend.ts';
import { dayOf, summariseOrders } from '../../../../server/customers/value/summarise-orders.ts';
import { watchValues } from '../../../../server/customers/value/watch-values.ts';
import { json, sql } from '../../../../server/db/sql.ts';
import { addPerson, type Client, client, eventually, startTestHub, type TestHub } from '../../../support/hub.ts';

let test: TestHub;
let admin: Client;
beforeAll(async () => {
  test = await startTestHub();
  admin = await client(test, await addPerson(test, { name: 'Admin', role: 'admin', queues: [] }));
  await test.hub.db.all(sql`
    insert into customers (id, name, since) select id::uuid, 'Customer', ${test.clock.now()} from unnest(${[...new Set(orders.map(({ id }) => id))]}::text[]) id`);
  await test.hub.db.all(sql`
    insert into orders (id, customer_id, number, placed_at, currency, amount, status)
    select gen_random_uuid(), id::uuid, number, at::timestamptz, currency, amount, 'paid' from jsonb_to_recordset(${json(orders)}) as (id text, number text, at text, currency text, amount bigint)`);
});
afterAll(() => test.stop());

const customers = 120;
const idOf = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** Regulars, some who came twice, many who came once; two purchases of a day are one. Half pay in dollars. */
const orders = Array.from({ length: customers }, (_, n) => {
  const times = n % 5 === 0 ? 9 : n % 3 === 0 ? 2 : 1;
  return Array.from({ length: times }, (_, k) => ({
    id: idOf(n),
    number: `F-${n}-${k}`,
    at: new Date(Date.UTC(2025, 0, 3 + n + k * (6 + (n % 7) * 3), 9 + (k % 3))).toISOString(),
    currency: n % 2 === 0 ? 'EUR' : 'USD',
    amount: 1000 + ((n * 37 + k * 911) % 9000),
  }));
}).flat();

const settings = {
  currency: 'EUR',
  rates: [{ currency: 'USD', from: '2020-01-01', rate: 0.5 }],
  handlingHourCost: { voice: 1, sms: 1, email: 1, web_chat: 1 },
  messageCost: { sms: 0, email: 0, web_chat: 0 },
  callMinuteCost: 0,
};

const newest = async () => (await admin.call('valueSettings')).models[0];

describe('the fit', () => {
  it('learns from all orders what the command learns from a file of them', async () => {
    const saved = await admin.call('saveValueSettings', { body: { basedOn: 0, draft: settings } });
    expect(saved).toMatchObject({ version: 1, createdBy: 'Admin', settings: { horizonWeeks: 52 } });
    await admin.call('fitValues');
    const model = await eventually(async () => {
      const found = await newest();
      expect(found?.state).toBe('done');
      return found;
    }, 60);
    const folder = await mkdtemp(path.join(tmpdir(), 'value-'));
    const file = path.join(folder, 'orders.csv');
    const rows = orders.map(({ id, at, currency, amount }) => `${id},${at},${currency === 'USD' ? amount / 2 : amount}`);
    await writeFile(file, ['customer,date,amount', ...rows].join('\n'));
    const summary = await summariseOrders(file, dayOf(model?.asOf ?? '') ?? 0);
    await rm(folder, { recursive: true });
    const { r, alpha, a, b } = fitPurchases(summary);
    const spend = fitSpend(summary);
    expect(model).toMatchObject({ customers });
    expect(model?.parameters?.r).toBeCloseTo(r, 3);
    expect((model?.parameters?.alpha ?? 0) / alpha).toBeCloseTo(1, 2);
    expect((model?.parameters?.a ?? 0) / (model?.parameters?.b ?? 1)).toBeCloseTo(a / b, 2);
    expect((model?.parameters?.spend?.p ?? 0) / (spend?.p ?? 1)).toBeCloseTo(1, 2);
  });

  it('makes every value anew, which then stands with scores and what is to be expected', async () => {
    await eventually(
      async () =>
        expect((await admin.call('valueSettings')).sweep).toMatchObject({ cause: 'model', done: customers, endedAt: expect.any(String) }),
      30,
    );
    const rows = await test.hub.db.all<{ lifetimeValue: number | null; monetary: number | null }>(
      sql`select lifetime_value, monetary from customer_values where model_id is not null`,
    );
    expect(rows.length).toBe(customers);
    expect(new Set(rows.map(({ monetary }) => monetary))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(rows.every(({ lifetimeValue }) => lifetimeValue !== null && lifetimeValue >= 0)).toBe(true);
  });

  it('of a past date is not used: nobody had fitted anything then', async () => {
    const seen = await admin.call('customerValue', { id: idOf(0), query: { asOf: '2025-06-01T00:00:00Z' } });
    expect([seen.modelAsOf, seen.numbers.lifetimeValue?.value, (seen.numbers.revenue?.value ?? 0) > 0]).toEqual([null, null, true]);
  });

  it('happens once a night by itself', async () => {
    const models = async () => (await admin.call('valueSettings')).models.length;
    const before = await models();
    await test.pass(86_400);
    await Promise.all([watchValues(test.hub), watchValues(test.hub), watchValues(test.hub)]);
    await eventually(async () => expect((await newest())?.state).toBe('done'), 60);
    await watchValues(test.hub);
    expect(await models()).toBe(before + 1);
  });

  it('that cannot learn says why', async () => {
    await test.hub.db.all(sql`update orders set status = 'canceled'`);
    await admin.call('fitValues');
    await eventually(
      async () => expect(await newest()).toMatchObject({ state: 'failed', error: expect.stringContaining('nobody came back') }),
      60,
    );
  });

  it('settings that cannot be are refused by place', async () => {
    const draft = { ...settings, currency: 'ABC', lapsedDays: 10, rates: [{ currency: 'EUR', from: '2026-13-01', rate: 1 }] };
    expect(await admin.refusal('saveValueSettings', { body: { basedOn: 1, draft } })).toBe('422 invalid_settings');
    expect(await admin.refusal('saveValueSettings', { body: { basedOn: 0, draft: settings } })).toBe('409 changed_meanwhile');
  });
});
