import { setNotResponding } from '../agents/set-not-responding.ts';
import { lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { returnTask } from '../routing/return-task.ts';
import { addCallEntry } from './add-call-entry.ts';
import { isAgentOf } from './agent-of-call.ts';

/** The agent's phone did not answer: the caller goes back to their place and the agent is not asked again until they say so. */
export async function recordAgentUnreachable(hub: Hub, conversationId: string, address?: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    if (held.callState !== 'connecting' || held.taskState !== 'assigned' || !held.taskAgentId) return;
    if (!(await isAgentOf(tx, held, address))) return;
    tx.write(
      sql`update calls set state = (case when choice is null then 'waiting' else 'ended' end)::call_state where conversation_id = ${conversationId}`,
    );
    const entryId = addCallEntry(hub, tx, conversationId, { type: 'agent_unreachable' }, held.taskAgentId);
    record(hub, tx, { name: 'call.agent_unreachable', actor: theHub, ...subjectsOf(held), entryId, data: {} });
    await returnTask(hub, tx, held, 'agent_unreachable');
    await setNotResponding(hub, tx, held.taskAgentId, 'phone_unreachable');
  });
}
