import { queueOf } from '../catalog/read-catalog.ts';
import { lockConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { queueTask } from '../routing/queue-task.ts';
import type { StandingSnooze } from './hold-for-snooze.ts';

/** What was laid down waits in line from now on, the agent who laid it down to be asked first. */
export async function queueAgain(hub: Hub, tx: Tx, snooze: StandingSnooze): Promise<void> {
  const lines = await tx.all<{ conversationId: string }>(
    sql`select conversation_id from tasks where id = any(${[...snooze.taskIds]}::uuid[]) and state = 'completed' and end_reason = 'snoozed'`,
  );
  for (const { conversationId } of lines) {
    const held = await lockConversation(tx, conversationId);
    const catalog = hub.catalog.known();
    const inbox = catalog.inboxes.find(({ id }) => id === held.inboxId);
    if (held.taskId || !inbox) continue;
    const customer = await tx.one<{ id: string; recordId: string; tier: string; language: string | null }>(
      sql`select id, ${held.recordId}::uuid as record_id, tier, language from customers where id = ${held.customerId}`,
    );
    const ticket = { id: held.ticketId, unservedSince: null };
    await queueTask(hub, tx, { inbox, queue: queueOf(catalog, held.queueId), customer, ticket, conversationId });
  }
}
