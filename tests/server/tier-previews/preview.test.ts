import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '../../../prisma/demo/seed.ts';
import { rules } from '../../../prisma/demo/value/recipe.ts';
import { catalogReader } from '../../../server/catalog/read-catalog.ts';
import type { TierPreviewResult } from '../../../server/contract/tier-rules.ts';
import { TierRulesDraft } from '../../../server/contract/tier-rules.ts';
import { sql } from '../../../server/db/sql.ts';
import { previewRules } from '../../../server/tier-previews/preview-rules.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

/** A small contact center with its customers, orders and the busy days behind it. */
let town: TestDatabase;
const now = new Date();
beforeAll(async () => {
  town = await createTestDatabase();
  await seedDemo(town.db, { now });
});
afterAll(() => town.drop());

const preview = async (draft: TierRulesDraft): Promise<TierPreviewResult> =>
  previewRules(town.db, await catalogReader(town.db).current(), { rules: draft, now }, () => {});
const everybody = TierRulesDraft.parse({
  tiers: [{ tier: 'gold', conditions: [{ number: 'orders', is: 'at_most', enter: 1e6, leave: 1e6 }] }],
});
const of = (waiting: TierPreviewResult['waiting'], tier: string) => waiting?.byTier.find((one) => one.tier === tier);

describe('a preview', () => {
  it('of the rules in force moves nobody and changes nobody’s wait', async () => {
    const { moves, waiting, sizes } = await preview(rules);
    expect(moves).toEqual([]);
    expect(sizes.every(({ before, after }) => before === after)).toBe(true);
    expect(waiting?.arrivals).toBeGreaterThan(200);
    for (const { arrivals, p90Wait } of waiting?.byTierAndChannel ?? []) {
      expect(arrivals.after).toBe(arrivals.before);
      expect(p90Wait.after).toBe(p90Wait.before);
    }
  });

  it('of rules that let everybody into one tier counts whom it moves, plays their needs in it, and says that it is crowded', async () => {
    const { moves, waiting, sizes, findings, customers } = await preview(everybody);
    const total = sizes.reduce((sum, { after }) => sum + after, 0);
    expect([total, sizes.reduce((sum, { before }) => sum + before, 0)]).toEqual([customers, customers]);
    expect(moves.reduce((sum, move) => sum + move.customers, 0)).toBeGreaterThan(300);
    expect(moves.every(({ to }) => to === 'gold')).toBe(true);
    const gold = of(waiting, 'gold');
    expect(gold?.arrivals.after).toBeGreaterThan((gold?.arrivals.before ?? 0) * 2);
    expect(of(waiting, 'standard')?.arrivals.after ?? 0).toBeLessThan(of(waiting, 'standard')?.arrivals.before ?? 0);
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['better_tiers_crowded', 'tier_without_rules']));
  });

  it('writes nothing', async () => {
    const state = () =>
      town.db.one(sql`select (select count(*) from tier_changes) as changes, (select max(as_of) from customer_values) as made`);
    const before = await state();
    await preview(everybody);
    expect(await state()).toEqual(before);
  });

  it('in which too little has happened says nothing of waiting', async () => {
    await town.db.all(sql`update tasks set needed_at = needed_at - interval '30 days'`);
    expect((await preview(rules)).waiting).toBeNull();
  });
});
