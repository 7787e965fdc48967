import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sql } from '../../../server/db/sql.ts';
import { addPerson, type Client, client, startTestHub, type TestHub } from '../../support/hub.ts';

let test: TestHub;
let boss: Client;
beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { name: 'Boss', role: 'supervisor', queues: [] }));
});
afterAll(() => test.stop());

const DAY = 86_400_000;
const ago = (days: number) => new Date(test.clock.now().getTime() - days * DAY);

/** Customers who bring these profits, and nobody else. */
async function earn(profits: readonly number[]): Promise<string[]> {
  await test.hub.db.all(sql`truncate customers, customer_values, tier_changes cascade`);
  const rows = profits.map((profit, i) => ({ id: uuid(), profit, tier: i % 2 ? 'gold' : 'standard', stage: i % 3 ? 'active' : 'lapsed' }));
  await test.hub.db.all(
    sql`insert into customers (id, name, tier, since) select id, 'x', tier, ${ago(500)} from json_to_recordset(${json(rows)}) as r(id uuid, tier text)`,
  );
  await test.hub.db.all(sql`
    insert into customer_values (customer_id, as_of, currency, orders, revenue, profit, cost_to_serve, stage, explanation)
    select id, now(), 'CNY', 1, abs(profit), profit, 0, stage, '{}' from json_to_recordset(${json(rows)}) as r(id uuid, profit bigint, stage text)`);
  test.clock.move(61);
  return rows.sort((a, b) => b.profit - a.profit || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}
const read = () => boss.call('readPortfolio', { query: { measure: 'profit' } });

describe('the portfolio', () => {
  it('says what share of the profit the most valuable fifth brings, and who loses money', async () => {
    await earn([780, 60, 60, 60, 60, 0, 0, 0, -10, -10]);
    const portfolio = await read();
    expect(portfolio).toMatchObject({ customers: 10, sum: 1000, losing: 2, currency: 'CNY' });
    expect(portfolio.topFifth).toBeCloseTo(0.84);
    expect(portfolio.curve.at(0)).toEqual({ customers: 0, sum: 0 });
    expect(portfolio.curve.at(-1)).toEqual({ customers: 1, sum: 1 });
    expect(Math.max(...portfolio.curve.map(({ sum }) => sum))).toBeCloseTo(1.02);
    expect(portfolio.tiers.reduce((sum, tier) => sum + tier.customers, 0)).toBe(10);
    expect(portfolio.stages.reduce((sum, stage) => sum + stage.sum, 0)).toBe(1000);
  });

  it('draws what plain counting draws, whatever everybody brings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -500, max: 10_000 }), { minLength: 1, maxLength: 130 }), async (profits) => {
        await earn(profits);
        const { curve, customers, sum } = await read();
        const sorted = [...profits].sort((a, b) => b - a);
        expect([customers, sum]).toEqual([profits.length, sorted.reduce((all, one) => all + one, 0)]);
        for (const point of curve) {
          const first = sorted.slice(0, Math.round(point.customers * customers));
          expect(point.sum).toBeCloseTo(first.reduce((all, one) => all + one, 0) / sum);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is empty where nobody has bought, and kept for a minute', async () => {
    await earn([]);
    expect(await read()).toMatchObject({ customers: 0, curve: [], topFifth: null, currency: null });
    await test.hub.db.all(sql`insert into customers (id, name, since) values (gen_random_uuid(), 'x', now())`);
    const { at } = await read();
    test.clock.move(30);
    expect((await read()).at).toBe(at);
    test.clock.move(31);
    expect((await read()).at).not.toBe(at);
  });

  it('opens the customers behind any part of the curve, page by page, and of a tier', async () => {
    const ids = await earn(Array.from({ length: 20 }, (_, i) => (i * 37) % 11));
    const rows = async (query: object) =>
      (await boss.call('portfolioCustomers', { query: { measure: 'profit', ...query } })).rows.map(({ id }) => id);
    expect(await rows({})).toEqual(ids);
    expect(await rows({ toShare: 0.2 })).toEqual(ids.slice(0, 4));
    expect(await rows({ fromShare: 0.2, toShare: 0.5 })).toEqual(ids.slice(4, 10));
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await boss.call('portfolioCustomers', {
        query: { measure: 'profit', limit: 6, toShare: 0.9, ...(cursor ? { cursor } : {}) },
      });
      seen.push(...page.rows.map(({ id }) => id));
      if (!page.next) break;
      cursor = page.next;
    }
    expect(seen).toEqual(ids.slice(0, 18));
    const gold = await boss.call('portfolioCustomers', { query: { measure: 'profit', tier: 'gold' } });
    expect(new Set(gold.rows.map(({ customer }) => customer.tier))).toEqual(new Set(['gold']));
    expect(await boss.refusal('portfolioCustomers', { query: { cursor: 'made up' } })).toBe('400 bad_request');
  });
});

describe('migration between tiers', () => {
  interface Life {
    readonly since: number;
    readonly tier: string;
    readonly changes: readonly { readonly ago: number; readonly to: string }[];
  }

  const tiers = ['standard', 'silver', 'gold'] as const;
  const life: fc.Arbitrary<Life> = fc.record({
    since: fc.integer({ min: 1, max: 100 }),
    tier: fc.constantFrom(...tiers),
    changes: fc.array(fc.record({ ago: fc.integer({ min: 1, max: 100 }), to: fc.constantFrom(...tiers) }), { maxLength: 4 }),
  });

  async function live(lives: readonly Life[]): Promise<string[]> {
    await test.hub.db.all(sql`truncate customers, customer_values, tier_changes cascade`);
    const ids: string[] = [];
    for (const { since, tier, changes } of lives) {
      const id = uuid();
      ids.push(id);
      const inOrder = changes.filter((change) => change.ago < since).sort((a, b) => b.ago - a.ago);
      await test.hub.db.all(
        sql`insert into customers (id, name, tier, since) values (${id}, 'x', ${inOrder.at(-1)?.to ?? tier}, ${ago(since)})`,
      );
      let from = tier;
      for (const change of inOrder) {
        await test.hub.db.all(sql`
          insert into tier_changes (id, customer_id, from_tier, to_tier, cause, at) values (${uuid()}, ${id}, ${from}, ${change.to}, 'rules', ${ago(change.ago)})`);
        from = change.to;
      }
    }
    test.clock.move(61);
    return ids;
  }

  /** The tier of a life so many days ago. */
  const tierAt = ({ since, tier, changes }: Life, days: number): string =>
    changes
      .filter((change) => change.ago < since && change.ago >= days)
      .sort((a, b) => b.ago - a.ago)
      .at(-1)?.to ?? tier;

  it('counts from where to where everybody went, whatever their lives, and each cell holds those it counts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 12 }), async (lives) => {
        const made = test.clock.now();
        const ids = await live(lives);
        const at = (days: number) => new Date(made.getTime() - days * DAY - 1000).toISOString();
        const period = { from: at(60.5), to: at(20.5) };
        const { cells, came, stayed } = await boss.call('readMigration', { query: period });
        const lived = lives.map((one, i) => ({ ...one, id: ids[i] ?? '' })).filter(({ since }) => since > 20.5);
        const expected = new Map<string, string[]>();
        for (const one of lived) {
          const key = `${one.since > 60.5 ? tierAt(one, 60.5) : null} ${tierAt(one, 20.5)}`;
          expected.set(key, [...(expected.get(key) ?? []), one.id]);
        }
        expect(new Map(cells.map(({ from, to, customers }) => [`${from} ${to}`, customers]))).toEqual(
          new Map([...expected].map(([key, members]) => [key, members.length])),
        );
        expect(came + cells.filter(({ from }) => from !== null).reduce((sum, cell) => sum + cell.customers, 0)).toBe(lived.length);
        expect(stayed).toBe(cells.filter(({ from, to }) => from === to).reduce((sum, cell) => sum + cell.customers, 0));
        for (const { from, to } of cells) {
          const { rows } = await boss.call('migrationCustomers', { query: { ...period, toTier: to, ...(from ? { fromTier: from } : {}) } });
          expect(rows.map(({ id }) => id).sort()).toEqual(expected.get(`${from} ${to}`)?.sort());
        }
      }),
      { numRuns: 12 },
    );
  });

  it('refuses a time that ends before it begins', async () => {
    const [from, to] = [ago(1).toISOString(), ago(2).toISOString()];
    expect(await boss.refusal('readMigration', { query: { from, to } })).toBe('400 bad_request');
  });
});
