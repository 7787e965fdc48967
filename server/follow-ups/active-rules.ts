import type { Label } from '../contract/entities.ts';
import type { FollowUpTrigger } from '../contract/follow-ups.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';

export interface Rule {
  readonly id: string;
  readonly trigger: FollowUpTrigger;
  readonly afterDays: number;
  readonly tiers: readonly string[];
  readonly text: Label;
  readonly purpose: string;
  readonly createdAt: Date;
  readonly sweptUntil: Date;
}

/** The rules of these triggers that have not ended. */
export const activeRules = (db: Reader, triggers: readonly FollowUpTrigger[], more: Sql = sql``): Promise<Rule[]> =>
  db.all<Rule>(sql`
    select id, trigger, after_days, tiers, text, purpose, created_at, swept_until from follow_up_rules
    where ended_at is null and trigger = any(${triggers}::text[]) order by id ${more}`);

/** Whether a rule is for a customer `c` (the head of their records). */
export const isFor = (rule: Rule): Sql => (rule.tiers.length === 0 ? sql`true` : sql`c.tier = any(${rule.tiers}::text[])`);

/** The agent whom customer `c` knows: who last finished something for them. Nobody: it is open to all. */
export const usualAgent = sql`(
  select t.agent_id from tasks t where t.customer_id in (select customer_family(c.id)) and t.state = 'completed' and t.agent_id is not null
  order by t.ended_at desc nulls last, t.id desc limit 1)`;
