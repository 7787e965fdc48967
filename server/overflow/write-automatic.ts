import { v7 as uuid } from 'uuid';
import type { HeldConversation } from '../conversations/lock-conversation.ts';
import { mailHeading } from '../conversations/reply-recipients.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/**
 * A message of the hub's own to the customer. It is no answer: the need stays where it stands, and the desk still shows
 * that the customer spoke last.
 */
export async function writeAutomatic(
  hub: Hub,
  tx: Tx,
  held: Pick<HeldConversation, 'id' | 'channel' | 'customerId' | 'ticketId' | 'queueId' | 'contactPointId' | 'inboxId'>,
  text: string,
): Promise<void> {
  const id = uuid();
  const now = hub.clock.now();
  const detail = {
    automatic: true,
    ...(held.channel === 'email' ? { mail: { ...(await mailHeading(hub, tx, held)), automatic: true } } : {}),
  };
  tx.write(sql`update conversations set last_seq = last_seq + 1, last_entry_at = ${now} where id = ${held.id}`);
  tx.write(sql`
    insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, detail, status, status_at)
    select ${id}, id, last_seq, 'outbound', channel, customer_id, ticket_id, inbox_id, ${now}, ${text}, ${json(detail)}, 'queued', ${now}
    from conversations where id = ${held.id}`);
  const { customerId, ticketId, queueId } = held;
  record(hub, tx, { name: 'message.queued', actor: theHub, customerId, ticketId, queueId, conversationId: held.id, entryId: id, data: {} });
}
