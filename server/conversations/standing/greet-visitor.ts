import type { InboxRow } from '../../catalog/read-catalog.ts';
import type { Tx } from '../../db/database.ts';
import type { Hub } from '../../hub.ts';
import { writeAutomatic } from '../../overflow/write-automatic.ts';
import type { HeldConversation } from '../lock-conversation.ts';
import { greetingOf } from './standing-words.ts';

type Begun = Pick<HeldConversation, 'id' | 'customerId' | 'ticketId' | 'queueId' | 'contactPointId'>;

/** Whoever begins a chat hears at once that they were heard, in the transaction that took in what they wrote. */
export async function greetVisitor(hub: Hub, tx: Tx, inbox: InboxRow, begun: Begun): Promise<void> {
  if (inbox.channel !== 'web_chat') return;
  const greeting = await greetingOf(hub, tx, { ticketId: begun.ticketId, inboxId: inbox.id });
  if (greeting) await writeAutomatic(hub, tx, { ...begun, channel: inbox.channel, inboxId: inbox.id }, greeting);
}
