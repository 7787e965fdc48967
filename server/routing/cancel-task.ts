import type { HeldConversation } from '../conversations/lock-conversation.ts';
import { subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { freeAgent } from './free-agent.ts';

/** The need is gone (the caller hung up, the ticket was solved): nobody is asked any more. */
export async function cancelTask(hub: Hub, tx: Tx, held: HeldConversation, reason: string): Promise<void> {
  const now = hub.clock.now();
  tx.write(sql`update tasks set state = 'canceled', ended_at = ${now}, end_reason = ${reason} where id = ${held.taskId}`);
  // The router takes no lock on conversations: whom it has asked meanwhile is known only here.
  const ringing = await tx.all<{ id: string; agentId: string }>(sql`
    update reservations set state = 'canceled', answered_at = ${now} where task_id = ${held.taskId} and state = 'pending' returning id, agent_id`);
  for (const { id, agentId } of ringing)
    record(hub, tx, { name: 'reservation.canceled', actor: theHub, ...subjectsOf(held), agentId, data: { reservationId: id, reason } });
  const agentId = ringing[0]?.agentId ?? held.taskAgentId;
  if (agentId) freeAgent(hub, tx, agentId);
  record(hub, tx, { name: 'task.canceled', actor: theHub, ...subjectsOf(held), agentId, data: { reason } });
}
