import { lockConversation } from '../conversations/lock-conversation.ts';
import type { Hub } from '../hub.ts';
import { isAgentOf } from './agent-of-call.ts';
import { endCall } from './record-ended.ts';

/** The agent hung up, and with that the call is over, unless they had handed the caller on before. */
export async function recordAgentLeft(hub: Hub, conversationId: string, address: string | undefined): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    if (held.callState === 'connected' && (await isAgentOf(tx, held, address))) await endCall(hub, tx, held);
  });
}
