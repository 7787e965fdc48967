import { secondsAfter } from '../../clock.ts';
import { subjectsOf } from '../../conversations/lock-conversation.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { cancelTask } from '../../routing/cancel-task.ts';
import { addCallEntry } from '../add-call-entry.ts';
import { holdCallback } from './held-callback.ts';

/** How often a customer is called before we wait for them to come back, and how long after an attempt the next is due (seconds). */
export const MOST_ATTEMPTS = 3;
export const TRY_AGAIN_AFTER = 600;

/**
 * Nobody answered, or the line was busy. The agent is free again, the need keeps its time on the ticket: whether we call
 * again or the customer comes first, it stands where it stood. After the last attempt the ticket stays open and says so.
 */
export async function recordCustomerUnreachable(
  hub: Hub,
  conversationId: string,
  { reason, legId }: { reason: string; legId?: string | undefined },
): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdCallback(tx, conversationId);
    if (!found) return;
    const { held, callback } = found;
    const isOther = legId !== undefined && callback.legId !== null && callback.legId !== legId;
    if (held.callState !== 'connecting' || !callback.diallingSince || isOther) return;
    const again = callback.attempts < MOST_ATTEMPTS;
    endAttempt(hub, tx, conversationId);
    const entryId = addCallEntry(hub, tx, conversationId, { type: 'callback_unanswered', outcome: reason }, held.taskAgentId);
    const data = { reason, attempt: callback.attempts, again };
    record(hub, tx, { name: 'callback.unanswered', actor: theHub, ...subjectsOf(held), entryId, data });
    enqueue(tx, { job: 'hang-up-call', payload: { conversationId } });
    if (held.taskState === 'assigned') {
      tx.write(sql`update tickets set unserved_since = coalesce(unserved_since, ${held.neededAt}) where id = ${held.ticketId}`);
      await cancelTask(hub, tx, held, 'customer_unreachable');
    }
    if (again) enqueue(tx, { job: 'queue-callback', payload: { conversationId }, at: secondsAfter(hub.clock.now(), TRY_AGAIN_AFTER) });
    else addCallEntry(hub, tx, conversationId, { type: 'callback_given_up' });
  });
}

/** Nobody's phone rings for it any more. */
export function endAttempt(hub: Hub, tx: Tx, conversationId: string): void {
  tx.write(
    sql`update calls set state = 'ended', ended_at = ${hub.clock.now()}, end_reason = 'callback' where conversation_id = ${conversationId}`,
  );
  tx.write(sql`update callbacks set dialling_since = null, leg_id = null where conversation_id = ${conversationId}`);
}
