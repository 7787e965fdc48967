import { v7 as uuid } from 'uuid';
import type { RuleBody } from '../contract/follow-ups.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

const DAY = 86_400_000;

/** From now on follow-ups are made by this rule; what happened before it does not count. Returns its id. Throws `unknown_tier`. */
export async function createRule(
  hub: Hub,
  agentId: string,
  { label, trigger, afterDays, tiers, text, purpose }: RuleBody,
): Promise<string> {
  const [id, now] = [uuid(), hub.clock.now()];
  await requireTiers(hub, tiers);
  // Whose birthday is today is congratulated today.
  const sweptUntil = trigger === 'birthday' ? new Date(Math.floor(now.getTime() / DAY) * DAY - 1) : now;
  await hub.db.transact(async (tx) => {
    tx.write(sql`
      insert into follow_up_rules (id, label, trigger, after_days, tiers, text, purpose, created_at, swept_until)
      values (${id}, ${json(label)}, ${trigger}, ${afterDays}, ${tiers}, ${json(text)}, ${purpose}, ${now}, ${sweptUntil})`);
    tell(hub, tx, agentId, id, 'created');
  });
  // What happens from here on is looked at by this rule.
  await hub.catalog.current();
  return id;
}

/** What it has made already stays, with the new words. Throws `not_found`, `rule_ended`, `unknown_tier`. */
export async function changeRule(
  hub: Hub,
  agentId: string,
  id: string,
  { label, afterDays, tiers, text, purpose }: Omit<RuleBody, 'trigger'>,
): Promise<void> {
  await requireTiers(hub, tiers);
  await hub.db.transact(async (tx) => {
    await holdStanding(tx, id);
    tx.write(sql`
      update follow_up_rules set label = ${json(label)}, after_days = ${afterDays}, tiers = ${tiers}, text = ${json(text)}, purpose = ${purpose} where id = ${id}`);
    tell(hub, tx, agentId, id, 'changed');
  });
}

/** No more are made; those nobody was told of are withdrawn. Throws `not_found`, `rule_ended`. */
export async function endRule(hub: Hub, agentId: string, id: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    await holdStanding(tx, id);
    tx.write(sql`update follow_up_rules set ended_at = ${hub.clock.now()} where id = ${id}`);
    tx.write(sql`delete from follow_ups where rule_id = ${id} and done_at is null and reminded_at is null`);
    tell(hub, tx, agentId, id, 'ended');
  });
}

async function requireTiers(hub: Hub, tiers: readonly string[]): Promise<void> {
  const known = (await hub.catalog.current()).tiers;
  const stray = tiers.find((tier) => !known.some(({ key }) => key === tier));
  if (stray) throw new HubError('unknown_tier', stray);
}

async function holdStanding(tx: Tx, id: string): Promise<void> {
  const rule = await tx.maybe<{ endedAt: Date | null }>(sql`select ended_at from follow_up_rules where id = ${id} for update`);
  if (!rule) throw new HubError('not_found');
  if (rule.endedAt) throw new HubError('rule_ended');
}

function tell(hub: Hub, tx: Tx, agentId: string, ruleId: string, how: 'created' | 'changed' | 'ended'): void {
  record(hub, tx, { name: 'follow_up_rule.saved', actor: agentActor(agentId), data: { ruleId, how } });
  tx.afterCommit(() => hub.catalog.forget());
}
