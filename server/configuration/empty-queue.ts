import { secondsAfter } from '../clock.ts';
import { lockConversation } from '../conversations/lock-conversation.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { moveTask } from '../routing/move-task.ts';

/** So many tickets at once keep their rows locked for some milliseconds. */
const AT_ONCE = 1000;
/** What is in hands is looked for again then, and what came in while a node did not know yet (seconds). */
const LOOK_AGAIN = 30;

/** What waits in a retired queue goes to its successor, each with its own age; what agents hold they finish. */
export async function emptyQueue(hub: Hub, { queueId }: { queueId: string }, run: Pick<JobRun, 'signal'>): Promise<void> {
  const queue = await hub.db.maybe<{ successorId: string }>(
    sql`select successor_id from queues where id = ${queueId} and retired_at is not null and successor_id is not null`,
  );
  if (!queue) return;
  hub.catalog.forget();
  await hub.catalog.current();
  let [tasks, tickets] = [0, 0];
  const waiting = await hub.db.all<{ id: string }>(
    sql`select conversation_id as id from tasks where queue_id = ${queueId} and state = 'pending' order by needed_at`,
  );
  for (const { id } of waiting) if (!run.signal.aborted) tasks += await moveOne(hub, id, queueId, queue.successorId);
  for (let moved = AT_ONCE; moved === AT_ONCE && !run.signal.aborted; tickets += moved)
    moved = await moveTickets(hub, queueId, queue.successorId);
  if (run.signal.aborted) throw new Error('the node is stopping');
  await tellAndLookAgain(hub, queueId, { tasks, tickets });
}

const moveOne = (hub: Hub, conversationId: string, from: string, to: string): Promise<number> =>
  hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    if (held.queueId !== from || held.taskState !== 'pending') return 0;
    await moveTask(hub, tx, held, { queueId: to, reason: 'retired' });
    return 1;
  });

/** Tickets whose tasks are in hands go with them, later. */
async function moveTickets(hub: Hub, from: string, to: string): Promise<number> {
  const moved = await hub.db.all(sql`
    update tickets set queue_id = ${to} where id in (
      select id from tickets t where t.queue_id = ${from} and t.status <> 'closed'
        and not exists (select from tasks k where k.ticket_id = t.id and k.state = any('{pending,reserved,assigned,wrapping}'::task_state[]))
      limit ${AT_ONCE}) returning id`);
  return moved.length;
}

async function tellAndLookAgain(hub: Hub, queueId: string, moved: { tasks: number; tickets: number }): Promise<void> {
  await hub.db.transact(async (tx) => {
    const inHands = await tx.maybe(
      sql`select from tasks where queue_id = ${queueId} and state = any('{pending,reserved,assigned,wrapping}'::task_state[]) limit 1`,
    );
    if (moved.tasks + moved.tickets > 0) record(hub, tx, { name: 'queue.emptied', actor: theHub, queueId, data: moved });
    if (!inHands && moved.tasks + moved.tickets === 0) return;
    const at = secondsAfter(hub.clock.now(), LOOK_AGAIN);
    enqueue(tx, { job: 'empty-queue', payload: { queueId }, at, line: `empty-queue:${queueId}` });
  });
}
