import { queueOf } from '../catalog/read-catalog.ts';
import { secondsAfter } from '../clock.ts';
import { type HeldConversation, lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { conversationOfTask } from './task-of-agent.ts';

/** The agent ends the contact; a call is hung up. Wrap-up begins, and ends by itself on the server. */
export async function endTask(hub: Hub, agentId: string, taskId: string): Promise<void> {
  const conversationId = await conversationOfTask(hub.db, taskId);
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    if (held.taskId !== taskId) throw new HubError('task_over');
    if (held.taskAgentId !== agentId) throw new HubError('not_your_task');
    if (held.taskState === 'wrapping') return;
    if (held.taskState !== 'assigned') throw new HubError('not_your_task', held.taskState ?? '');
    await beginWrapUp(hub, tx, held);
  });
}

/** After-contact work begins, with its end set on the server: it survives the agent's browser. */
export async function beginWrapUp(hub: Hub, tx: Tx, held: HeldConversation): Promise<void> {
  if (held.taskState !== 'assigned' || !held.taskId || !held.taskAgentId) return;
  const now = hub.clock.now();
  const until = secondsAfter(now, queueOf(hub.catalog.known(), held.queueId).wrapUpSeconds);
  tx.write(sql`update tasks set state = 'wrapping', wrapping_at = ${now}, wrap_up_until = ${until} where id = ${held.taskId}`);
  enqueue(tx, { job: 'end-wrap-up', payload: { taskId: held.taskId }, at: until });
  record(hub, tx, { name: 'task.wrapping', actor: agentActor(held.taskAgentId), ...subjectsOf(held), data: { channel: held.channel } });
}
