import type { RuleView } from '../contract/follow-ups.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

/** Rules by a condition, those that ended last. */
export async function readRules(db: Reader, condition: Sql): Promise<RuleView[]> {
  const rows = await db.all<Omit<RuleView, 'createdAt' | 'endedAt'> & { createdAt: Date; endedAt: Date | null }>(sql`
    select r.id, r.label, r.trigger, r.after_days, r.tiers, r.text, r.purpose, r.created_at, r.ended_at,
      (select count(*)::int from follow_ups f where f.rule_id = r.id and f.done_at is null) as open
    from follow_up_rules r where ${condition} order by r.ended_at desc nulls first, r.created_at, r.id`);
  return rows.map(({ createdAt, endedAt, ...rule }) => ({
    ...rule,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

/** Throws `not_found`. */
export async function readRule(db: Reader, id: string): Promise<RuleView> {
  const [rule] = await readRules(db, sql`r.id = ${id}`);
  if (!rule) throw new HubError('not_found');
  return rule;
}
