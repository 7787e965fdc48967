import type { Caller } from '../../auth/identify-caller.ts';
import { maySeeCustomer } from '../../auth/permissions.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { checkedAs } from './doubts.ts';

/** Somebody has made sure, after a long silence, that an address still is whose it was. Throws `not_found`. */
export async function verifyContactPoint(hub: Hub, caller: Caller, pointId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const owner = await tx.maybe<{ id: string }>(sql`
      select l.customer_id as id from contact_point_links l
      where l.contact_point_id = ${pointId} and l.ended_at is null and l.evidence <> 'claimed' and ${maySeeCustomer(caller, sql`l.customer_id`)}`);
    if (!owner) throw new HubError('not_found');
    tx.write(sql`
      insert into field_checks (customer_id, field, at, by_agent_id) values (${owner.id}, ${checkedAs(sql`${pointId}`)}, ${hub.clock.now()}, ${caller.id})
      on conflict (customer_id, field) do update set at = excluded.at, by_agent_id = excluded.by_agent_id`);
    record(hub, tx, {
      name: 'customer.field_checked',
      actor: agentActor(caller.id),
      customerId: owner.id,
      data: { field: `contact_point.${pointId}` },
    });
  });
}
