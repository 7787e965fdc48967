import { type HeldConversation, lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { customerActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { cancelTask } from '../routing/cancel-task.ts';
import { beginWrapUp } from '../routing/end-task.ts';
import { addCallEntry } from './add-call-entry.ts';

/**
 * A call is over. Who hung up before an agent was heard has abandoned it: the ticket remembers since when that need is
 * unserved, so that their next contact keeps the place.
 */
export async function recordEnded(hub: Hub, conversationId: string, carrierSeconds?: number): Promise<void> {
  await hub.db.transact(async (tx) => endCall(hub, tx, await lockConversation(tx, conversationId), carrierSeconds));
}

/** The end itself, for verbs that hold the conversation. */
export async function endCall(hub: Hub, tx: Tx, held: HeldConversation, carrierSeconds?: number): Promise<void> {
  // Of a callback only the customer's leg counts, and that comes to `connected` first.
  if (held.callState === 'ended' || (held.callChoice === 'callback' && held.callState === 'connecting')) return;
  const conversationId = held.id;
  const now = hub.clock.now();
  const answered = held.callConnectedAt !== null;
  const seconds = carrierSeconds ?? Math.round((now.getTime() - (held.callStartedAt ?? now).getTime()) / 1000);
  const outcome = answered ? 'completed' : (held.callChoice ?? 'abandoned');
  tx.write(sql`update calls set state = 'ended', ended_at = ${now}, end_reason = ${outcome} where conversation_id = ${conversationId}`);
  const entryId = addCallEntry(hub, tx, conversationId, { type: 'ended', seconds, outcome }, held.taskAgentId);
  record(hub, tx, { name: 'call.ended', actor: customerActor(held.customerId), ...subjectsOf(held), entryId, data: { reason: outcome } });
  // The agent's phone may be ringing for nobody.
  if (held.callState === 'connecting') enqueue(tx, { job: 'hang-up-call', payload: { conversationId } });
  if (answered) return beginWrapUp(hub, tx, held);
  // Who chose something else instead has not given up: the place is kept where that led.
  if (held.callChoice) return;
  const neededAt = held.neededAt ?? held.callStartedAt;
  tx.write(sql`update tickets set unserved_since = coalesce(unserved_since, ${neededAt}) where id = ${held.ticketId}`);
  if (held.taskId) await cancelTask(hub, tx, held, 'abandoned');
}
