import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { customerId } from './fill-archive.ts';

const rules = {
  tiers: [
    { tier: 'gold', match: 'any', conditions: [{ number: 'revenueWindow', is: 'at_least', enter: 1_000_000_000, leave: 900_000_000 }] },
  ],
  reviewDays: 7,
  note: 'whoever buys for ten million is gold',
};
const POLL = 2;
const LONGEST = 30_000;

/** Tier rules that nobody in the archive fulfils, and a night's fit that is behind us: nothing else is made anew meanwhile. */
export async function putRules(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`insert into tier_rules (rules, note) values ($1, $2)`, [JSON.stringify(rules), rules.note]);
  await client.query(`insert into value_models (id, as_of, state, requested_at) values (gen_random_uuid(), now(), 'failed', now())`);
  await client.end();
}

/** From putting an order that makes a standard customer gold until they are: value and tier made anew, in milliseconds. */
export async function timeTier(client: pg.Client, hub: string, token: string, customer: number): Promise<number> {
  const id = customerId(customer);
  const body = JSON.stringify({
    ...{ number: `BENCH-${customer}`, customer: { id }, placedAt: new Date(Date.now() - 60_000).toISOString() },
    ...{ currency: 'EUR', amount: 2_000_000_000, status: 'paid' },
  });
  const began = performance.now();
  const response = await fetch(`${hub}/api/orders`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new Error(`order: ${response.status} ${await response.text()}`);
  while (performance.now() - began < LONGEST) {
    const { rows } = await client.query({ name: 'tier', text: `select from customers where id = $1 and tier = 'gold'`, values: [id] });
    if (rows.length > 0) return performance.now() - began;
    await pause(POLL);
  }
  throw new Error(`customer ${customer} has not become gold`);
}
