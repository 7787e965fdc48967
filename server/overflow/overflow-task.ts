import { queueOf } from '../catalog/read-catalog.ts';
import { secondsAfter } from '../clock.ts';
import type { OverflowAfter } from '../contract/overflow.ts';
import { lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Waiter } from '../routing/estimates/estimate-wait.ts';
import { moveTask } from '../routing/move-task.ts';
import { rulesAfter } from './rules.ts';

/** While it rings at somebody it is left alone that long (seconds): they may be about to answer. */
const RING_AGAIN = 15;

/**
 * The time of a rule has come for a task that still waits: it goes on into another queue, at its own age. By the rules
 * as they are now, and to each queue once.
 */
export async function overflowTask(hub: Hub, { taskId }: { taskId: string }): Promise<void> {
  const task = await hub.db.maybe<{ conversationId: string }>(
    sql`select conversation_id from tasks where id = ${taskId} and state in ('pending', 'reserved')`,
  );
  if (!task) return;
  await hub.catalog.current();
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, task.conversationId);
    if (held.taskId !== taskId) return;
    if (held.taskState === 'reserved')
      return enqueue(tx, { job: 'overflow-task', payload: { taskId }, at: secondsAfter(hub.clock.now(), RING_AGAIN) });
    if (held.taskState !== 'pending') return;
    const rule = await dueRule(hub, tx, taskId, held.ticketId);
    if (rule?.act.do !== 'queue') return;
    await moveTask(hub, tx, held, { queueId: rule.act.queueId, reason: 'overflow' });
    const data = { rule: JSON.stringify(rule.after), did: 'queue' };
    record(hub, tx, { name: 'overflow.applied', actor: theHub, ...subjectsOf(held), queueId: rule.act.queueId, data });
  });
}

async function dueRule(hub: Hub, tx: Tx, taskId: string, ticketId: string): Promise<OverflowAfter | undefined> {
  const catalog = hub.catalog.known();
  const { neededAt, ...task } = await tx.one<Omit<Waiter, 'neededAt'> & { neededAt: Date }>(
    sql`select queue_id, tier, channel::text, skills, needed_at from tasks where id = ${taskId}`,
  );
  const left = await tx.all<{ queueId: string }>(
    sql`select data ->> 'fromQueueId' as queue_id from events where ticket_id = ${ticketId} and task_id = ${taskId} and name = 'task.moved'`,
  );
  const been = new Set([task.queueId, ...left.map(({ queueId }) => queueId)]);
  const due = rulesAfter(catalog, queueOf(catalog, task.queueId), { ...task, neededAt: neededAt.getTime() }, hub.clock.now().getTime());
  return due.find(({ act }) => act.do === 'queue' && !been.has(act.queueId) && catalog.queues.some(({ id }) => id === act.queueId));
}
