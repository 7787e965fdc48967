import { refreshRoom } from '../agents/refresh-room.ts';
import { addCallEntry } from '../calls/add-call-entry.ts';
import { subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { freeAgent } from '../routing/free-agent.ts';
import { seatAgain } from './ask-colleague.ts';
import { close } from './end-handover.ts';
import type { HeldHandover } from './held-handover.ts';

/** It changes hands, and the ticket with it where its agent answered for it; the need keeps its age. Of a call the customer is heard again. */
export async function takeOver(hub: Hub, tx: Tx, found: HeldHandover): Promise<void> {
  const { held, handover } = found;
  const { taskId, fromAgentId, toAgentId } = handover;
  const now = hub.clock.now();
  tx.write(sql`update tasks set agent_id = ${toAgentId}, assigned_at = ${now} where id = ${taskId}`);
  tx.write(sql`
    update tickets set assignee_id = ${toAgentId}, updated_at = ${now}
    where id = ${held.ticketId} and (assignee_id is null or assignee_id = ${fromAgentId})`);
  const entryId = held.callState ? handCallOver(hub, tx, found) : null;
  close(hub, tx, found, 'done');
  // Agents are locked in the order of their ids, as everywhere.
  for (const agentId of [fromAgentId, toAgentId].sort()) agentId === fromAgentId ? freeAgent(hub, tx, agentId) : refreshRoom(tx, agentId);
  record(hub, tx, {
    name: 'task.handed_over',
    actor: agentActor(fromAgentId),
    ...subjectsOf(held),
    entryId,
    agentId: toAgentId,
    data: { fromAgentId },
  });
}

function handCallOver(hub: Hub, tx: Tx, { held, handover: { toAgentId } }: HeldHandover): string {
  tx.write(sql`update calls set agent_id = ${toAgentId} where conversation_id = ${held.id}`);
  seatAgain(tx, held.id);
  return addCallEntry(hub, tx, held.id, { type: 'handed_over' }, toAgentId);
}
