import { v7 as uuid } from 'uuid';
import { announcementsIn } from '../announcements/announcements.ts';
import { type HeldConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { customerActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { smsInboxFor } from '../overflow/offered-choices.ts';
import { overflowOf } from '../overflow/rules.ts';
import { writeAutomatic } from '../overflow/write-automatic.ts';
import { addCallEntry } from './add-call-entry.ts';
import type { Caller } from './read-caller.ts';

/** An SMS to the number that called, in their own line with us: an answer to it is an ordinary message and keeps the place. */
export async function sendChatLink(hub: Hub, tx: Tx, held: HeldConversation, caller: Caller): Promise<void> {
  const inbox = smsInboxFor(hub.catalog.known(), caller.queue.id);
  const { chatUrl } = overflowOf(caller.queue);
  if (!inbox || !chatUrl || !caller.contactPointId) return;
  const id = await lineTo(hub, tx, caller, inbox.id);
  const text = announcementsIn(caller.language).written.chatLink(chatUrl);
  const { customerId, ticketId, queueId } = held;
  await writeAutomatic(
    hub,
    tx,
    { id, channel: 'sms', customerId, ticketId, queueId, contactPointId: caller.contactPointId, inboxId: inbox.id },
    text,
  );
  const entryId = addCallEntry(hub, tx, held.id, { type: 'chat_link_sent' });
  const data = { rule: 'chosen', did: 'chat_link' };
  record(hub, tx, { name: 'overflow.applied', actor: customerActor(customerId), ...subjectsOf(held), entryId, data });
}

/** The one line between a number and one of ours; a first message opens it, on the ticket of the call. */
async function lineTo(hub: Hub, tx: Tx, { customer, contactPointId, ticket, queue }: Caller, inboxId: string): Promise<string> {
  const now = hub.clock.now();
  const subjects = { customerId: customer.id, ticketId: ticket.id, queueId: queue.id };
  const opened = await tx.maybe<{ id: string }>(sql`
    insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, created_at, last_entry_at)
    values (${uuid()}, ${customer.recordId}, ${inboxId}, 'sms', ${contactPointId}, ${ticket.id}, ${now}, ${now})
    on conflict (contact_point_id, inbox_id) where channel in ('sms', 'web_chat') do nothing returning id`);
  if (opened)
    record(hub, tx, { name: 'conversation.opened', actor: customerActor(customer.id), ...subjects, conversationId: opened.id, data: {} });
  const line =
    opened ??
    (await tx.one<{ id: string }>(sql`select id from conversations where contact_point_id = ${contactPointId} and inbox_id = ${inboxId}`));
  return line.id;
}
