import { v7 as uuid } from 'uuid';
import type { TierCause } from '../../contract/value.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { agentActor, record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { followTier } from '../follow-tier.ts';

export interface TierSetting {
  /** The record whose tier it is; routing reads that of the family's head. */
  readonly customerId: string;
  readonly tier: string;
  readonly cause: TierCause;
  readonly reason?: string;
  readonly byAgentId?: string | null;
  readonly rulesVersion?: number | null;
}

/** The one way in which a tier changes: it is kept what it was, what waits follows. Answers whether it was another one before. */
export async function setTier(hub: Hub, tx: Tx, setting: TierSetting): Promise<boolean> {
  const { customerId, tier, cause, reason = '', byAgentId = null, rulesVersion = null } = setting;
  const at = hub.clock.now();
  const { before } = await tx.one<{ before: string }>(sql`select tier as before from customers where id = ${customerId} for update`);
  if (byAgentId && (cause === 'by_hand' || cause === 'import')) standAboveRules(tx, { customerId, tier, reason, byAgentId, at });
  if (before === tier) return false;
  tx.write(sql`update customers set tier = ${tier} where id = ${customerId}`);
  tx.write(sql`
    insert into tier_changes (id, customer_id, from_tier, to_tier, cause, reason, rules_version, by_agent_id, at)
    values (${uuid()}, ${customerId}, ${before}, ${tier}, ${cause}, ${reason}, ${rulesVersion}, ${byAgentId}, ${at})`);
  followTier(tx, customerId);
  const actor = byAgentId ? agentActor(byAgentId) : theHub;
  record(hub, tx, { name: 'customer.tier_changed', actor, customerId, data: { from: before, to: tier, cause } });
  return true;
}

/** Where rules give tiers, what somebody sets by hand is an exception from them: it stands until somebody ends it. */
function standAboveRules(
  tx: Tx,
  { customerId, tier, reason, byAgentId, at }: { customerId: string; tier: string; reason: string; byAgentId: string; at: Date },
): void {
  tx.write(sql`
    update tier_overrides set ended_at = ${at}, ended_by_id = ${byAgentId}
    where customer_id = ${customerId} and ended_at is null and exists (select from tier_rules)`);
  tx.write(sql`
    insert into tier_overrides (id, customer_id, tier, reason, by_agent_id, created_at)
    select ${uuid()}, ${customerId}, ${tier}, ${reason}, ${byAgentId}, ${at} where exists (select from tier_rules)`);
}
