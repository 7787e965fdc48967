import { lockConversation } from '../conversations/lock-conversation.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { isDone } from '../tickets/set-ticket-status.ts';
import { cancelTask } from './cancel-task.ts';

/** The ticket was solved: nothing of it waits in the queue any more. A caller on the line still does: they are to be spoken to. */
export async function stopWaiting(hub: Hub, { ticketId }: { ticketId: string }): Promise<void> {
  const waiting = await hub.db.all<{ conversationId: string }>(sql`
    select conversation_id from tasks where ticket_id = ${ticketId} and state in ('pending', 'reserved') and channel <> 'voice'`);
  for (const { conversationId } of waiting) {
    await hub.db.transact(async (tx) => {
      const held = await lockConversation(tx, conversationId);
      const isWaiting = held.taskState === 'pending' || held.taskState === 'reserved';
      if (isWaiting && held.ticketId === ticketId && isDone(held.ticketStatus)) await cancelTask(hub, tx, held, 'solved_elsewhere');
    });
  }
}
