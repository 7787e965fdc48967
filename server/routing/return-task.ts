import { queueOf } from '../catalog/read-catalog.ts';
import { secondsAfter } from '../clock.ts';
import type { EventData } from '../contract/events.ts';
import type { HeldConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { freeAgent } from './free-agent.ts';

type Reason = EventData['task.queued']['reason'];

interface Held {
  readonly taskId: string;
  readonly agentId: string;
  readonly queueId: string;
  readonly ticketId: string;
  readonly conversationId: string;
  readonly customerId: string;
}

/** A task goes back to where it stood: `neededAt` is untouched. Whoever declined, missed or gave it back is not asked again for a while. */
export async function putBack(hub: Hub, tx: Tx, held: Held, reason: Reason): Promise<void> {
  const cools = reason === 'declined' || reason === 'timed_out' || reason === 'handed_back';
  const coolingUntil = cools ? secondsAfter(hub.clock.now(), queueOf(hub.catalog.known(), held.queueId).coolDownSeconds) : null;
  tx.write(sql`
    update tasks set state = 'pending', agent_id = null, assigned_at = null, cooling_until = ${coolingUntil}, held_until = null where id = ${held.taskId}`);
  freeAgent(hub, tx, held.agentId);
  if (coolingUntil) enqueue(tx, { job: 'end-cooling', payload: { taskId: held.taskId }, at: coolingUntil });
  const { agentId, ...subjects } = held;
  // Whoever gave it back has no answered offer that says so: the event does.
  const whose = reason === 'handed_back' ? { agentId } : {};
  record(hub, tx, { name: 'task.queued', actor: theHub, ...subjects, ...whose, data: { reason } });
}

/** An accepted task whose agent is gone or unreachable goes back to its place. */
export async function returnTask(hub: Hub, tx: Tx, held: HeldConversation, reason: Reason): Promise<void> {
  if (!held.taskId || !held.taskAgentId) return;
  await putBack(
    hub,
    tx,
    {
      taskId: held.taskId,
      agentId: held.taskAgentId,
      queueId: held.queueId,
      ticketId: held.ticketId,
      conversationId: held.id,
      customerId: held.customerId,
    },
    reason,
  );
}

/** The time for not asking again is over: the task stands in its class again, at its own age. */
export async function endCooling(hub: Hub, { taskId }: { taskId: string }): Promise<void> {
  await hub.db.all(
    sql`update tasks set cooling_until = null where id = ${taskId} and state = 'pending' and cooling_until <= ${hub.clock.now()}`,
  );
  hub.wakeRouter();
}

/** Safety net for timers: whatever should stand in its class again does so. */
export async function sweepCooling(hub: Hub): Promise<void> {
  await hub.db.all(sql`update tasks set cooling_until = null where state = 'pending' and cooling_until <= ${hub.clock.now()}`);
}
