import { sql } from '../db/sql.ts';
import { holdHandover, isStillHeld } from '../handovers/held-handover.ts';
import { takeOver } from '../handovers/take-over.ts';
import type { Hub } from '../hub.ts';
import { recordEnded } from './record-ended.ts';

/** Who handed the call over has left it: with the customer still there it is the colleague's, else it is over for all. */
export async function takeLeftCall(hub: Hub, { handoverId }: { handoverId: string }): Promise<void> {
  const call = await hub.db.maybe<{ conversationId: string; externalId: string }>(sql`
    select c.conversation_id, c.external_id from calls c join handovers h on h.conversation_id = c.conversation_id
    where h.id = ${handoverId} and h.ended_at is null`);
  if (!call) return;
  if (await hub.channels.voice?.calls?.isOver(call.externalId)) return recordEnded(hub, call.conversationId);
  await hub.db.transact(async (tx) => {
    const found = await holdHandover(tx, handoverId);
    if (found && isStillHeld(found) && found.handover.state === 'talking') await takeOver(hub, tx, found);
  });
}
