import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';

/** Have the owner reminded when the next step is due; an earlier wish for the same opportunity is replaced. */
export function remindOfNextStep(tx: Tx, opportunityId: string, at: string | Date | null): void {
  if (at) enqueue(tx, { job: 'remind-owner', payload: { opportunityId }, at: new Date(at), key: `opportunity:${opportunityId}` });
}

/** The next step is due: its owner is told, once. */
export async function remindOwner(hub: Hub, { opportunityId }: { opportunityId: string }): Promise<void> {
  const now = hub.clock.now();
  await hub.db.transact(async (tx) => {
    const due = await tx.maybe<{ ownerId: string | null; customerId: string }>(sql`
      update opportunities set reminded_at = ${now}
      where id = ${opportunityId} and closed_at is null and reminded_at is null and next_step_at <= ${now} returning owner_id, customer_id`);
    if (!due) return;
    const { customerId, ownerId } = due;
    record(hub, tx, { name: 'opportunity.due', actor: theHub, customerId, agentId: ownerId, data: { opportunityId } });
  });
}
