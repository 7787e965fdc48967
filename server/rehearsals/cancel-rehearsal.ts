import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/** Stop a rehearsal: the node that plays it ends its thread when it next looks, within a second. Throws `not_found` or `rehearsal_over`. */
export async function cancelRehearsal(hub: Hub, agentId: string, rehearsalId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const canceled = await tx.maybe(sql`
      update rehearsals set state = 'canceled', ended_at = ${hub.clock.now()} where id = ${rehearsalId} and state in ('queued', 'running') returning id`);
    if (!canceled) {
      const found = await tx.maybe(sql`select from rehearsals where id = ${rehearsalId}`);
      throw new HubError(found ? 'rehearsal_over' : 'not_found');
    }
    record(hub, tx, { name: 'rehearsal.ended', actor: agentActor(agentId), data: { rehearsalId, state: 'canceled' } });
  });
}
