import { v7 as uuid } from 'uuid';
import type { InboundMessage, Taken } from '../../channel-adapters/channel-adapter.ts';
import { type InboxRow, queueOf } from '../catalog/read-catalog.ts';
import { receiveSide } from '../conversations/side/receive-side.ts';
import { greetVisitor } from '../conversations/standing/greet-visitor.ts';
import { type IdentifiedCustomer, identifyCustomer, lookUpSender } from '../customers/identify-customer.ts';
import { type Tx, violatedConstraint } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { customerActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { letIn } from '../overflow/let-in.ts';
import { wakeByCustomer } from '../snooze/wake-ticket.ts';
import { tellClocks } from '../tickets/clocks/tell-clocks.ts';
import { tellWatchers } from '../tickets/watch/tell-watchers.ts';
import { findLine, findThread, lockThread, type Thread } from './find-thread.ts';
import { openTicket, reopenTicket } from './open-ticket.ts';
import { Unwanted } from './unwanted.ts';

/**
 * The single way in for a message of any channel: customer → conversation → message → ticket → task, in one
 * transaction. The same message again (by inbox and external id) answers calmly and changes nothing.
 * Throws `Unwanted` for what must go to quarantine.
 */
export async function receiveMessage(hub: Hub, inbox: InboxRow, message: InboundMessage, settle?: (tx: Tx) => void): Promise<Taken> {
  for (let tries = 1; ; tries++) {
    try {
      const taken =
        (await receiveSide(hub, inbox, message, settle)) ?? (await hub.db.transact((tx) => take(hub, tx, inbox, message, settle)));
      hub.counters.inbound.inc({ channel: inbox.channel, outcome: taken.duplicate ? 'duplicate' : 'taken' });
      return taken;
    } catch (error) {
      // Somebody else brought the same message, sender or thread at this instant: what they stored is now there to be found.
      if (tries === 4 || !violatedConstraint(error)) throw error;
    }
  }
}

async function take(hub: Hub, tx: Tx, inbox: InboxRow, message: InboundMessage, settle?: (tx: Tx) => void): Promise<Taken> {
  lockThread(tx, inbox, message);
  const [duplicate, known, line] = await Promise.all([
    findDuplicate(tx, inbox, message),
    lookUpSender(tx, message.from),
    message.mail ? undefined : findLine(tx, inbox, message.from),
  ]);
  if (duplicate) {
    if (duplicate.text !== message.text) throw new Unwanted('message_id_reused', `as entry ${duplicate.id}`);
    settle?.(tx);
    return { conversationId: duplicate.conversationId, seq: duplicate.seq, duplicate: true };
  }
  const customer = identifyCustomer(hub, tx, message.from, inbox.language, known);
  const thread = await findThread(tx, hub.clock.now(), inbox, message, customer, line);
  if (message.mail?.automatic && !thread.conversation) throw new Unwanted(`${message.mail.automatic}_mail`, 'answers nothing that we sent');
  const taken = await write(hub, tx, inbox, message, thread.conversation?.customer ?? customer, thread);
  settle?.(tx);
  return taken;
}

interface Duplicate {
  id: string;
  conversationId: string;
  seq: number;
  text: string;
}

const findDuplicate = (tx: Tx, inbox: InboxRow, message: InboundMessage): Promise<Duplicate | undefined> =>
  tx.maybe<Duplicate>(sql`
    select e.id, e.conversation_id, e.seq, e.text from entries e
    where e.inbox_id = ${inbox.id} and e.external_id = ${message.externalId}`);

async function write(
  hub: Hub,
  tx: Tx,
  inbox: InboxRow,
  message: InboundMessage,
  customer: IdentifiedCustomer,
  thread: Thread,
): Promise<Taken> {
  const now = hub.clock.now();
  const ticket = thread.ticket ?? openTicket(hub, tx, inbox, customer, subjectOf(message));
  const conversationId = thread.conversation?.id ?? uuid();
  const entryId = uuid();
  // A first message brings its conversation along; a later one finds it there.
  tx.write(sql`
    with line as (
      insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, subject, last_seq, created_at, last_entry_at)
      values (${conversationId}, ${customer.recordId}, ${inbox.id}, ${inbox.channel}, ${customer.contactPointId}, ${ticket.id}, ${message.mail?.subject ?? null}, 1, ${now}, ${now})
      on conflict (id) do update set last_seq = conversations.last_seq + 1, last_entry_at = excluded.last_entry_at, ticket_id = excluded.ticket_id
      returning *)
    insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, html, detail, external_id)
    select ${entryId}, id, last_seq, 'inbound', channel, customer_id, ticket_id, inbox_id, ${now}, ${message.text}, ${cleanHtml(hub, message)},
      ${json(detailOf(message))}, ${message.externalId}
    from line`);
  keepFiles(tx, entryId, message);
  const subjects = { customerId: customer.id, conversationId, ticketId: ticket.id, queueId: ticket.queueId };
  const actor = customerActor(customer.id);
  if (!thread.conversation) record(hub, tx, { name: 'conversation.opened', actor, ...subjects, data: {} });
  record(hub, tx, {
    name: 'message.received',
    actor,
    ...subjects,
    taskId: thread.openTaskId,
    agentId: thread.openTaskAgentId,
    entryId,
    data: {},
  });
  if (!thread.conversation) {
    const { contactPointId } = customer;
    await greetVisitor(hub, tx, inbox, {
      id: conversationId,
      customerId: customer.id,
      ticketId: ticket.id,
      queueId: ticket.queueId,
      contactPointId,
    });
  }
  if (!message.mail?.automatic) {
    if (thread.ticket) reopenTicket(hub, tx, thread.ticket, subjects);
    if (thread.ticket) tellWatchers(hub, tx, { ticketId: ticket.id, conversationId, detail: { entryId } });
    if (thread.ticket?.snoozed) await wakeByCustomer(hub, tx, actor, subjects);
    await tellClocks(hub, tx, ticket.id, { type: 'spoke', channel: inbox.channel });
    if (!thread.openTaskId)
      await letIn(hub, tx, { inbox, queue: queueOf(hub.catalog.known(), ticket.queueId), customer, ticket, conversationId });
  }
  // Held since `lockThread`: nobody else has counted on meanwhile.
  return { conversationId, seq: (thread.conversation?.lastSeq ?? 0) + 1, duplicate: false };
}

const SUBJECT_LENGTH = 80;

/** The mail's subject, else the beginning of what was said, cut between characters and never inside one. */
const subjectOf = (message: InboundMessage): string =>
  [...(message.mail?.subject || message.text).replace(/\s+/g, ' ').trim()].slice(0, SUBJECT_LENGTH).join('');

const cleanHtml = (hub: Hub, message: InboundMessage): string | null =>
  message.mail?.html ? hub.sanitiseMailHtml(message.mail.html) : null;

function detailOf(message: InboundMessage): object {
  if (!message.mail) return message.sentAt ? { sentAt: message.sentAt } : {};
  const { subject, to, cc, quoted, replyTo, automatic } = message.mail;
  return { mail: { from: message.from.value, subject, to, cc, quoted, replyTo, automatic }, sentAt: message.sentAt };
}

function keepFiles(tx: Tx, entryId: string, message: InboundMessage): void {
  for (const file of message.files) {
    tx.write(sql`
      insert into attachments (id, entry_id, name, content_type, size, content_id, content)
      values (${uuid()}, ${entryId}, ${file.name}, ${file.contentType}, ${file.content.length}, ${file.contentId ?? null}, ${file.content})`);
  }
}
