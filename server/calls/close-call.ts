import type { CallChoice } from '../../channel-adapters/calls.ts';
import { type HeldConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { customerActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { addCallEntry } from './add-call-entry.ts';

/** The call has done what it was for: it is over for us, whatever the carrier still says to the caller. */
export function closeCall(hub: Hub, tx: Tx, held: HeldConversation, reason: CallChoice): void {
  const now = hub.clock.now();
  tx.write(sql`update calls set state = 'ended', ended_at = ${now}, end_reason = ${reason} where conversation_id = ${held.id}`);
  const seconds = Math.round((now.getTime() - (held.callStartedAt ?? now).getTime()) / 1000);
  const entryId = addCallEntry(hub, tx, held.id, { type: 'ended', seconds, outcome: reason });
  record(hub, tx, { name: 'call.ended', actor: customerActor(held.customerId), ...subjectsOf(held), entryId, data: { reason } });
}
