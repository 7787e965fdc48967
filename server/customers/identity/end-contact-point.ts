import type { Caller } from '../../auth/identify-caller.ts';
import { maySeeCustomer } from '../../auth/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/**
 * An address is a customer's no more (a number given up, a job left). Nobody is recognised by it from now on; what was said through it
 * stays with whom it was said, and its next sender begins anew. Returns the id of the statement that ended. Throws `not_found`.
 */
export const endContactPoint = (hub: Hub, caller: Caller, pointId: string): Promise<string> =>
  hub.db.transact(async (tx) => {
    tx.write(sql`select 1 from contact_points where id = ${pointId} for update`);
    const link = await tx.maybe<Link>(sql`
      select l.id, l.customer_id from contact_point_links l
      where l.contact_point_id = ${pointId} and l.ended_at is null and l.evidence <> 'claimed' and ${maySeeCustomer(caller, sql`l.customer_id`)}`);
    if (!link) throw new HubError('not_found');
    tx.write(sql`update contact_point_links set ended_at = ${hub.clock.now()} where id = ${link.id}`);
    tell(hub, tx, caller, 'contact_point.ended', { ...link, pointId });
    return link.id;
  });

/** It is theirs after all, as it was. Throws `not_found`, or `address_of_another` when somebody has come by it meanwhile. */
export const restoreContactPoint = (hub: Hub, caller: Caller, linkId: string): Promise<void> =>
  hub.db.transact(async (tx) => {
    const link = await tx.maybe<Link & { pointId: string; ended: boolean; taken: boolean }>(sql`
      select l.id, l.customer_id, l.contact_point_id as point_id, l.ended_at is not null as ended,
        exists (select from contact_point_links other where other.contact_point_id = l.contact_point_id and other.ended_at is null and other.id <> l.id
          and (other.evidence <> 'claimed' or other.customer_id = l.customer_id)) as taken
      from contact_point_links l join contact_points p on p.id = l.contact_point_id
      where l.id = ${linkId} and ${maySeeCustomer(caller, sql`l.customer_id`)} for update of p, l`);
    if (!link) throw new HubError('not_found');
    if (!link.ended) return;
    if (link.taken) throw new HubError('address_of_another');
    tx.write(sql`update contact_point_links set ended_at = null where id = ${linkId}`);
    tell(hub, tx, caller, 'contact_point.restored', link);
  });

interface Link {
  readonly id: string;
  readonly customerId: string;
}

function tell(
  hub: Hub,
  tx: Tx,
  caller: Caller,
  name: 'contact_point.ended' | 'contact_point.restored',
  { customerId, pointId }: { customerId: string; pointId: string },
): void {
  record(hub, tx, { name, actor: agentActor(caller.id), customerId, data: { contactPointId: pointId } });
}
