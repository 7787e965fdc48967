import { lockConversation } from '../conversations/lock-conversation.ts';
import { sql } from '../db/sql.ts';
import { findHandover } from '../handovers/held-handover.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { isAgentOf } from './agent-of-call.ts';
import { endCall } from './record-ended.ts';

/**
 * The agent hung up, and with that the call is over, unless they had handed the caller on before. With a colleague in it, who
 * takes it, that is not certain: the customer's own leg says.
 */
export async function recordAgentLeft(hub: Hub, conversationId: string, address: string | undefined): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    if (held.callState !== 'connected' || !(await isAgentOf(tx, held, address))) return;
    const consulted = address !== undefined && (await findHandover(tx, sql`h.task_id = ${held.taskId} and h.state = 'talking'`));
    if (consulted) return enqueue(tx, { job: 'take-left-call', payload: { handoverId: consulted.id }, line: `call:${conversationId}` });
    await endCall(hub, tx, held);
  });
}
