import { v7 as uuid } from 'uuid';
import type { OverrideBody } from '../../contract/tier-rules.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { makeAnew } from '../value/make-values.ts';
import { readRecipe } from '../value/read-recipe.ts';
import { setTier } from './set-tier.ts';

/**
 * Somebody decides on a customer's tier, whatever the rules say, until a time or until it is ended; one that stood before ends.
 * Throws `unknown_tier`, or `bad_request` for an end that is over. Returns its id.
 */
export async function overrideTier(hub: Hub, agentId: string, customerId: string, { tier, reason, until }: OverrideBody): Promise<string> {
  if (!hub.catalog.known().tiers.some(({ key }) => key === tier)) throw new HubError('unknown_tier', tier);
  const now = hub.clock.now();
  if (until && new Date(until) <= now) throw new HubError('bad_request', 'body.until: must be in the future');
  const id = uuid();
  await hub.db.transact(async (tx) => {
    const head = await holdHead(tx, customerId);
    tx.write(sql`
      update tier_overrides set ended_at = ${now}, ended_by_id = ${agentId} where customer_id in (select customer_family(${head})) and ended_at is null`);
    tx.write(sql`
      insert into tier_overrides (id, customer_id, tier, reason, by_agent_id, created_at, until)
      values (${id}, ${head}, ${tier}, ${reason}, ${agentId}, ${now}, ${until})`);
    record(hub, tx, { name: 'customer.tier_overridden', actor: agentActor(agentId), customerId: head, data: { tier, until } });
    await setTier(hub, tx, { customerId: head, tier, cause: 'override', reason, byAgentId: agentId });
    await makeAnew(hub, tx, [head], await readRecipe(tx));
    if (until) enqueue(tx, { job: 'end-override', payload: { overrideId: id }, at: new Date(until) });
  });
  return id;
}

const holdHead = async (tx: Tx, customerId: string): Promise<string> => {
  const { head } = await tx.one<{ head: string }>(sql`select coalesce(merged_into_id, id) as head from customers where id = ${customerId}`);
  await tx.one(sql`select 1 as held from customers where id = ${head} for update`);
  return head;
};

interface Ended {
  readonly customerId: string;
  readonly tier: string;
  readonly createdAt: Date;
}

/** Its time has come. */
export async function expireOverride(hub: Hub, { overrideId }: { overrideId: string }): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ended = await tx.maybe<Ended>(sql`
      update tier_overrides set ended_at = until where id = ${overrideId} and ended_at is null and until <= ${hub.clock.now()} returning customer_id, tier, created_at`);
    if (ended) await goBack(hub, tx, ended, null);
  });
}

/** Somebody ends it before its time: from now on the rules decide again. Throws `not_found`. */
export async function endOverride(hub: Hub, agentId: string, customerId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const ended = await tx.maybe<Ended>(sql`
      update tier_overrides set ended_at = ${hub.clock.now()}, ended_by_id = ${agentId}
      where customer_id in (select customer_family(${customerId})) and ended_at is null returning customer_id, tier, created_at`);
    if (!ended) throw new HubError('not_found');
    await goBack(hub, tx, ended, agentId);
  });
}

/** To what the rules give; without rules, to the tier that was taken from them. */
async function goBack(hub: Hub, tx: Tx, { customerId, tier, createdAt }: Ended, agentId: string | null): Promise<void> {
  record(hub, tx, { name: 'customer.override_ended', actor: agentId ? agentActor(agentId) : theHub, customerId, data: { tier } });
  const head = await holdHead(tx, customerId);
  const recipe = await readRecipe(tx);
  if (recipe.rules) return makeAnew(hub, tx, [head], recipe, 'override_ended');
  const before = await tx.maybe<{ tier: string }>(sql`
    select from_tier as tier from tier_changes where customer_id = ${customerId} and cause = 'override' and at >= ${createdAt} order by at, id limit 1`);
  if (before) await setTier(hub, tx, { customerId: head, tier: before.tier, cause: 'override_ended', byAgentId: agentId });
}
