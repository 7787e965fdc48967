import { v7 as uuid } from 'uuid';
import { lockCompanies, refuseCycle } from '../../archive/groups/refuse-cycle.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { followTier } from '../follow-tier.ts';
import { valueDue } from '../value/value-due.ts';

export interface MergeRequest {
  /** Goes on as the customer: its name, tier and language are theirs. */
  readonly keptId: string;
  readonly mergedId: string;
  readonly reason: string;
}

/**
 * Two customers are one: from now on both records are read as one history, and what waits stands in line by the kept tier.
 * No row moves, so that undoing it gives back exactly what was. Returns the merge's id.
 * Throws `not_found`, `same_customer`, `customer_merged` (one of them has joined another already), `known_apart`,
 * `other_kind` or `group_cycle`.
 */
export async function mergeCustomers(hub: Hub, agentId: string, { keptId, mergedId, reason }: MergeRequest): Promise<string> {
  if (keptId === mergedId) throw new HubError('same_customer');
  const id = uuid();
  await hub.db.transact(async (tx) => {
    const [kept, merged] = await holdHeads(tx, keptId, mergedId);
    if (kept.kind !== merged.kind) throw new HubError('other_kind');
    await refuseApart(tx, keptId, mergedId);
    if (kept.kind === 'company') await refusePart(tx, keptId, mergedId);
    tx.write(sql`
      insert into merges (id, merged_id, kept_id, reason, by_agent_id, at)
      values (${id}, ${mergedId}, ${keptId}, ${reason}, ${agentId}, ${hub.clock.now()})`);
    tx.write(sql`update customers set merged_into_id = ${keptId} where id in (select customer_family(${mergedId}))`);
    followTier(tx, keptId);
    valueDue(tx, keptId, hub.clock.now());
    record(hub, tx, { name: 'customer.merged', actor: agentActor(agentId), customerId: keptId, data: { mergeId: id, mergedId, reason } });
  });
  return id;
}

interface Head {
  readonly id: string;
  readonly kind: string;
  readonly mergedIntoId: string | null;
  readonly erasedAt: Date | null;
}

/** Both, held until the transaction ends; always in the same order, so that two merges of the same people never wait for each other. */
async function holdHeads(tx: Tx, keptId: string, mergedId: string): Promise<[Head, Head]> {
  const held = await tx.all<Head>(
    sql`select id, kind::text, merged_into_id, erased_at from customers where id = any(${[keptId, mergedId]}::uuid[]) order by id for update`,
  );
  const [kept, merged] = [keptId, mergedId].map((id) => held.find((customer) => customer.id === id));
  if (!kept || !merged) throw new HubError('not_found');
  if (kept.mergedIntoId || merged.mergedIntoId) throw new HubError('customer_merged');
  if (kept.erasedAt || merged.erasedAt) throw new HubError('customer_erased');
  return [kept, merged];
}

/** A company that is part of the other is another one: as one they would be part of themselves. */
async function refusePart(tx: Tx, keptId: string, mergedId: string): Promise<void> {
  lockCompanies(tx);
  await refuseCycle(tx, keptId, mergedId);
  await refuseCycle(tx, mergedId, keptId);
}

/** Somebody has said that these are different people, or that two records among theirs are. */
async function refuseApart(tx: Tx, keptId: string, mergedId: string): Promise<void> {
  const apart = await tx.maybe<{ reason: string }>(sql`
    select a.reason from aparts a
    where (a.one_id in (select customer_family(${keptId})) and a.other_id in (select customer_family(${mergedId})))
      or (a.other_id in (select customer_family(${keptId})) and a.one_id in (select customer_family(${mergedId}))) limit 1`);
  if (apart) throw new HubError('known_apart', apart.reason);
}
