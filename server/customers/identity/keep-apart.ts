import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** These two are different people, however alike they look: it is never suggested again that they are one. Throws `not_found` or `same_customer`. */
export async function keepApart(hub: Hub, agentId: string, customerId: string, otherId: string, reason: string): Promise<void> {
  const [oneId, laterId] = [customerId, otherId].sort();
  if (oneId === laterId) throw new HubError('same_customer');
  await hub.db.transact(async (tx) => {
    const { count, heads } = await tx.one<{ count: number; heads: number }>(sql`
      select count(*), count(distinct coalesce(merged_into_id, id)) as heads from customers where id = any(${[customerId, otherId]}::uuid[])`);
    if (count < 2) throw new HubError('not_found');
    if (heads < 2) throw new HubError('same_customer');
    const kept = await tx.maybe(sql`
      insert into aparts (one_id, other_id, reason, by_agent_id, at) values (${oneId}, ${laterId}, ${reason}, ${agentId}, ${hub.clock.now()})
      on conflict do nothing returning one_id`);
    if (kept) record(hub, tx, { name: 'customer.kept_apart', actor: agentActor(agentId), customerId, data: { otherId, reason } });
  });
}
