import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { queueTask } from '../../routing/queue-task.ts';
import { isDone } from '../../tickets/set-ticket-status.ts';
import { readCaller } from '../read-caller.ts';
import { holdCallback } from './held-callback.ts';
import { keepCallback } from './request-callback.ts';

/** Time to try again: into line at the need's own time, unless the customer has come back or the matter is settled. */
export async function queueCallback(hub: Hub, { conversationId }: { conversationId: string }): Promise<void> {
  await hub.catalog.current();
  await hub.db.transact(async (tx) => {
    const found = await holdCallback(tx, conversationId);
    if (!found || found.held.taskId || isDone(found.held.ticketStatus)) return;
    const caller = await readCaller(hub, tx, conversationId);
    // Without an unserved need somebody has spoken with them since.
    if (!caller.ticket.unservedSince || (await isBack(tx, found.held.ticketId))) return;
    keepCallback(hub, tx, { ...caller, callId: found.callback.callId }, await queueTask(hub, tx, caller));
  });
}

const isBack = async (tx: Tx, ticketId: string): Promise<boolean> =>
  (await tx.maybe(sql`select from tasks where ticket_id = ${ticketId} and state in ('pending', 'reserved', 'assigned', 'wrapping')`)) !==
  undefined;
