import { type HeldConversation, lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { tellClocks } from '../tickets/clocks/tell-clocks.ts';
import { addCallEntry } from './add-call-entry.ts';
import { isAgentOf } from './agent-of-call.ts';

/** Caller and agent hear each other. Late or repeated news, or news of an agent given up meanwhile, changes nothing. */
export async function recordConnected(hub: Hub, conversationId: string, address?: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    // An agent who answered as the caller hung up would be alone on the line.
    if (held.callState === 'ended') enqueue(tx, { job: 'hang-up-call', payload: { conversationId } });
    if (held.callState !== 'connecting' || !(await isAgentOf(tx, held, address))) return;
    tx.write(
      sql`update calls set state = 'connected', connected_at = ${hub.clock.now()}, agent_id = ${held.taskAgentId} where conversation_id = ${conversationId}`,
    );
    tx.write(sql`update tickets set unserved_since = null where id = ${held.ticketId}`);
    await tellClocks(hub, tx, held.ticketId, { type: 'answered' });
    if (held.callChoice === 'callback') becomeCall(tx, held);
    const entryId = addCallEntry(hub, tx, conversationId, { type: 'connected' }, held.taskAgentId);
    record(hub, tx, { name: 'call.connected', actor: theHub, ...subjectsOf(held), entryId, data: {} });
  });
}

/** The customer who was called back is on the line: from here on it is a call like any other, to be handed on or ended. */
function becomeCall(tx: Tx, { id, taskId }: HeldConversation): void {
  tx.write(sql`update calls set choice = null where conversation_id = ${id}`);
  tx.write(sql`update tasks set kind = 'contact' where id = ${taskId}`);
  tx.write(sql`update callbacks set dialling_since = null where conversation_id = ${id}`);
}
