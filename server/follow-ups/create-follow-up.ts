import { v7 as uuid } from 'uuid';
import type { FollowUpBody } from '../contract/follow-ups.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { requireAgent } from '../sales/require-agent.ts';

/** Get in touch with a customer later; whoever says so does it unless they say who. Returns its id. Throws `unknown_agent`. */
export async function createFollowUp(
  hub: Hub,
  agentId: string,
  { customerId, text, dueAt, ownerId, purpose }: FollowUpBody,
): Promise<string> {
  const [id, owner] = [uuid(), ownerId === undefined ? agentId : ownerId];
  await hub.db.transact(async (tx) => {
    await requireAgent(tx, owner);
    tx.write(sql`
      insert into follow_ups (id, customer_id, text, owner_id, due_at, created_at, created_by_id, purpose)
      values (${id}, ${customerId}, ${text}, ${owner}, ${dueAt}, ${hub.clock.now()}, ${agentId}, ${purpose})`);
    const event = { actor: agentActor(agentId), customerId, agentId: owner };
    record(hub, tx, { name: 'follow_up.made', ...event, data: { followUpId: id, cause: 'by_hand' } });
  });
  return id;
}
