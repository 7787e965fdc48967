import { lockConversation } from '../conversations/lock-conversation.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { returnTask } from './return-task.ts';

/**
 * The agent's browser is gone: chats and SMS, where somebody waits for an answer now, go back to their place. A call goes
 * on by phone, a mail waits on their desk.
 */
export async function returnLiveWork(hub: Hub, { agentId }: { agentId: string }): Promise<void> {
  const live = await hub.db.all<{ conversationId: string }>(sql`
    select conversation_id from tasks where agent_id = ${agentId} and state = 'assigned' and channel in ('web_chat', 'sms')`);
  for (const { conversationId } of live) {
    await hub.db.transact(async (tx) => {
      const held = await lockConversation(tx, conversationId);
      if (held.taskAgentId === agentId && held.taskState === 'assigned') await returnTask(hub, tx, held, 'agent_gone');
    });
  }
}
