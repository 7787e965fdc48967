import type { HeldConversation } from '../../conversations/lock-conversation.ts';
import { subjectsOf } from '../../conversations/lock-conversation.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { customerActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { queueTask } from '../../routing/queue-task.ts';
import { addCallEntry } from '../add-call-entry.ts';
import { closeCall } from '../close-call.ts';
import type { Caller } from '../read-caller.ts';

/** Instead of holding: the task stays where it stands, and whoever accepts it calls the customer. */
export async function requestCallback(hub: Hub, tx: Tx, held: HeldConversation, caller: Caller): Promise<void> {
  const taskId = held.taskId ?? (await queueTask(hub, tx, { ...caller, neededAt: caller.startedAt }));
  keepCallback(hub, tx, caller, taskId);
  closeCall(hub, tx, held, 'callback');
  const entryId = addCallEntry(hub, tx, held.id, { type: 'callback_requested' });
  record(hub, tx, { name: 'callback.requested', actor: customerActor(held.customerId), ...subjectsOf(held), taskId, entryId, data: {} });
}

/** This task is answered by calling. The need has a task of its own again: nobody else takes its place. */
export function keepCallback(hub: Hub, tx: Tx, { conversationId, callId, number, ticket }: Caller, taskId: string): void {
  tx.write(sql`update tasks set kind = 'callback' where id = ${taskId}`);
  tx.write(sql`update tickets set unserved_since = null where id = ${ticket.id}`);
  tx.write(sql`
    insert into callbacks (task_id, conversation_id, call_id, number, requested_at) values (${taskId}, ${conversationId}, ${callId}, ${number}, ${hub.clock.now()})
    on conflict (call_id) do update set task_id = excluded.task_id`);
}
