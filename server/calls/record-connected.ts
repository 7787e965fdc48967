import { lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { addCallEntry } from './add-call-entry.ts';

/** Caller and agent hear each other. Late or repeated news, or news of an agent given up meanwhile, changes nothing. */
export async function recordConnected(hub: Hub, conversationId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    // An agent who answered as the caller hung up would be alone on the line.
    if (held.callState === 'ended') enqueue(tx, { job: 'hang-up-call', payload: { conversationId } });
    if (held.callState !== 'connecting') return;
    tx.write(
      sql`update calls set state = 'connected', connected_at = ${hub.clock.now()}, agent_id = ${held.taskAgentId} where conversation_id = ${conversationId}`,
    );
    tx.write(sql`update tickets set unserved_since = null where id = ${held.ticketId}`);
    const entryId = addCallEntry(hub, tx, conversationId, { type: 'connected' }, held.taskAgentId);
    record(hub, tx, { name: 'call.connected', actor: theHub, ...subjectsOf(held), entryId, data: {} });
  });
}
