import type { CallChoice } from '../../channel-adapters/calls.ts';
import { type HeldConversation, lockConversation } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { offeredChoices } from '../overflow/offered-choices.ts';
import { cancelTask } from '../routing/cancel-task.ts';
import { requestCallback } from './callback/request-callback.ts';
import { type Caller, readCaller } from './read-caller.ts';
import { sendChatLink } from './send-chat-link.ts';

/** A caller pressed a digit. What was not offered, was chosen before or comes too late changes nothing. */
export async function chooseInstead(hub: Hub, conversationId: string, choice: CallChoice): Promise<void> {
  await hub.catalog.current();
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    const caller = await readCaller(hub, tx, conversationId);
    if (caller.state !== 'waiting' || caller.choice !== null) return;
    const offered = await offeredChoices(hub, tx, caller);
    if (!offered.includes(choice)) return;
    tx.write(sql`update calls set choice = ${choice} where conversation_id = ${conversationId}`);
    if (choice === 'callback') return requestCallback(hub, tx, held, caller);
    await leaveLine(hub, tx, held, caller, choice);
    if (choice === 'chat_link') await sendChatLink(hub, tx, held, caller);
  });
}

/** Nobody is to answer the phone any more; whatever comes of the message or the link keeps the place. */
async function leaveLine(hub: Hub, tx: Tx, held: HeldConversation, { waiter }: Caller, choice: CallChoice): Promise<void> {
  tx.write(sql`update tickets set unserved_since = coalesce(unserved_since, ${new Date(waiter.neededAt)}) where id = ${held.ticketId}`);
  if (held.taskId) await cancelTask(hub, tx, held, choice);
}
