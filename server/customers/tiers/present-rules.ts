import type { TierRulesDraft, TierRulesPage } from '../../contract/tier-rules.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { readSweep } from '../value/present-settings.ts';
import { readRecipe } from '../value/read-recipe.ts';

/** The versions of the rules, who stands in which tier, and how far the last move of all is. */
export async function presentRules(db: Reader): Promise<TierRulesPage> {
  const rows = await db.all<{ version: number; rules: TierRulesDraft; createdAt: Date; byId: string | null; byName: string | null }>(sql`
    select r.version, r.rules, r.created_at, a.id as by_id, a.name as by_name from tier_rules r left join agents a on a.id = r.created_by_id
    order by r.version desc limit 50`);
  const counts = await db.all<TierRulesPage['counts'][number]>(sql`
    select t.key as tier, (select count(*) from customers c where c.tier = t.key and c.merged_into_id is null) as customers,
      (select count(*) from tier_overrides o join customers c on c.id = o.customer_id where o.tier = t.key and o.ended_at is null and c.merged_into_id is null) as overridden
    from tiers t order by t.rank desc`);
  const { settings } = await readRecipe(db);
  return {
    versions: rows.map(({ version, rules, createdAt, byId, byName }) => ({
      version,
      rules,
      createdAt: createdAt.toISOString(),
      createdBy: byId && byName !== null ? { id: byId, name: byName } : null,
    })),
    counts,
    sweep: await readSweep(db),
    currency: settings.currency,
  };
}
