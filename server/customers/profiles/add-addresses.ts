import { v7 as uuid } from 'uuid';
import type { Address, Conflict } from '../../contract/archive.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { skeletonOf } from '../identity/skeleton-of.ts';

/**
 * Addresses that a record is said to have. One that belongs to another customer stays theirs: it is noted as a claim,
 * which moves nothing, and told.
 */
export async function addAddresses(
  hub: Hub,
  tx: Tx,
  agentId: string,
  recordId: string,
  addresses: readonly Address[],
): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const address of addresses) {
    const ownerId = await add(hub, tx, agentId, recordId, address);
    if (ownerId) conflicts.push({ ...address, ownerId });
  }
  return conflicts;
}

/** Answers whose it is when it is another customer's. */
async function add(hub: Hub, tx: Tx, agentId: string, recordId: string, { kind, value }: Address): Promise<string | undefined> {
  tx.write(sql`
    insert into contact_points (id, kind, value, skeleton) values (${uuid()}, ${kind}, ${value}, ${skeletonOf(kind, value)}) on conflict (kind, value) do nothing`);
  const point = await tx.one<{ id: string; ownerId: string | null; isFamily: boolean; isShared: boolean }>(sql`
    select p.id, p.shared_since is not null as is_shared, coalesce(owner.merged_into_id, owner.id) as owner_id, coalesce(owner.id in (select customer_family(${recordId})), false) as is_family
    from contact_points p
    left join contact_point_links l on l.contact_point_id = p.id and l.ended_at is null and l.evidence <> 'claimed'
    left join customers owner on owner.id = l.customer_id
    where p.kind = ${kind}::contact_point_kind and p.value = ${value} for update of p`);
  if (point.isFamily) return undefined;
  const evidence = point.ownerId ? 'claimed' : 'asserted';
  const linked = await tx.maybe(sql`
    insert into contact_point_links (id, customer_id, contact_point_id, evidence, by_agent_id, created_at)
    values (${uuid()}, ${recordId}, ${point.id}, ${evidence}, ${agentId}, ${hub.clock.now()}) on conflict do nothing returning id`);
  if (linked) record(hub, tx, { name: 'contact_point.linked', actor: agentActor(agentId), customerId: recordId, data: { evidence } });
  // Several people have it and none of them claims it from another.
  return point.isShared ? undefined : (point.ownerId ?? undefined);
}
