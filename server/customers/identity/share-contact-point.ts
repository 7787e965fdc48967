import { v7 as uuid } from 'uuid';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

interface Point {
  kind: string;
  sharedSince: Date | null;
  ownerId: string | null;
}

/**
 * An address is known to be used by several customers (an office line, a family's mailbox), or is not any more. What comes
 * through it goes to its holder, and nobody is ever recognised, linked or suggested by it. Throws `not_found` or `not_shareable`.
 */
export async function shareContactPoint(
  hub: Hub,
  agentId: string,
  pointId: string,
  { shared, holderId }: { shared: boolean; holderId?: string | undefined },
): Promise<void> {
  await hub.db.transact(async (tx) => {
    const point = await hold(tx, pointId);
    if (point.kind === 'chat_visitor') throw new HubError('not_shareable');
    if (holderId) await handOver(hub, tx, agentId, { pointId, holderId, ownerId: point.ownerId });
    if (shared === (point.sharedSince !== null)) return;
    const since = shared ? hub.clock.now() : null;
    tx.write(sql`update contact_points set shared_since = ${since}, shared_by_id = ${shared ? agentId : null} where id = ${pointId}`);
    record(hub, tx, {
      name: shared ? 'contact_point.shared' : 'contact_point.unshared',
      actor: agentActor(agentId),
      customerId: holderId ?? point.ownerId,
      data: { contactPointId: pointId },
    });
  });
}

async function hold(tx: Tx, pointId: string): Promise<Point> {
  const point = await tx.maybe<Point>(sql`
    select p.kind::text, p.shared_since, l.customer_id as owner_id from contact_points p
    left join contact_point_links l on l.contact_point_id = p.id and l.ended_at is null and l.evidence <> 'claimed'
    where p.id = ${pointId} for update of p`);
  if (!point) throw new HubError('not_found');
  return point;
}

/** From now on it is the holder's; what was said through it before stays with whom it was said. */
async function handOver(
  hub: Hub,
  tx: Tx,
  agentId: string,
  { pointId, holderId, ownerId }: { pointId: string; holderId: string; ownerId: string | null },
): Promise<void> {
  const holder = await tx.maybe<{ isOwner: boolean }>(
    sql`select coalesce(${ownerId}::uuid in (select customer_family(c.id)), false) as is_owner from customers c where c.id = ${holderId} for share`,
  );
  if (!holder) throw new HubError('not_found');
  if (holder.isOwner) return;
  const now = hub.clock.now();
  tx.write(sql`
    update contact_point_links set ended_at = ${now} where contact_point_id = ${pointId} and ended_at is null and (evidence <> 'claimed' or customer_id = ${holderId})`);
  link(tx, { customerId: holderId, pointId, evidence: 'asserted', agentId, now });
  if (ownerId) link(tx, { customerId: ownerId, pointId, evidence: 'claimed', agentId, now });
  record(hub, tx, { name: 'contact_point.linked', actor: agentActor(agentId), customerId: holderId, data: { evidence: 'asserted' } });
}

interface Link {
  customerId: string;
  pointId: string;
  evidence: 'asserted' | 'claimed';
  agentId: string;
  now: Date;
}

function link(tx: Tx, { customerId, pointId, evidence, agentId, now }: Link): void {
  tx.write(sql`
    insert into contact_point_links (id, customer_id, contact_point_id, evidence, by_agent_id, created_at)
    values (${uuid()}, ${customerId}, ${pointId}, ${evidence}, ${agentId}, ${now}) on conflict do nothing`);
}
