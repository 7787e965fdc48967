import { v7 as uuid } from 'uuid';
import { mayReach } from '../../archive/consents/may-reach.ts';
import type { InboxRow } from '../../catalog/read-catalog.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { sentBefore, writeReply } from '../send-reply.ts';

/** What somebody writes first. */
export interface FirstWords {
  /** The console's id: sending it again has no second effect. */
  readonly clientId: string;
  readonly inboxId: string;
  readonly contactPointId: string;
  /** Of a mail; what the ticket is called on any channel. */
  readonly subject: string;
  readonly text: string;
}

/**
 * Write to a customer who did not write first, on a ticket of its author's that waits for the answer. What they answer comes back to
 * it and is queued like anything they say. Returns the conversation's id. Throws `unknown_address`, `unknown_inbox`,
 * `contact_refused`, `quiet_hours`, `conversation_open` (with its id: the line is in use, go on there), and as `sendReply`.
 */
export const beginConversation = (hub: Hub, agentId: string, customerId: string, words: FirstWords): Promise<string> =>
  hub.db.transact(async (tx) => {
    const inbox = hub.catalog.known().inboxes.find(({ id }) => id === words.inboxId);
    if (!inbox) throw new HubError('unknown_inbox');
    const point = await holdAddress(tx, inbox, customerId, words.contactPointId);
    const sent = await tx.maybe<{ conversationId: string }>(sql`select conversation_id from entries where client_id = ${words.clientId}`);
    if (sent) {
      await sentBefore(tx, agentId, sent.conversationId, words);
      return sent.conversationId;
    }
    const isQuiet = await refuseUnwanted(hub, tx, customerId, inbox);
    const line = inbox.channel === 'sms' ? await findLine(tx, inbox, point) : undefined;
    if (isQuiet) throw new HubError('quiet_hours');
    const ticketId = openOwnTicket(hub, tx, agentId, inbox, point.recordId, customerId, words.subject);
    const conversationId = line?.id ?? uuid();
    if (line) tx.write(sql`update conversations set ticket_id = ${ticketId} where id = ${line.id}`);
    else open(hub, tx, agentId, { id: conversationId, ticketId, customerId, recordId: point.recordId }, inbox, words);
    await writeReply(hub, tx, agentId, conversationId, { ...words, seenSeq: line?.lastSeq ?? 0 });
    return conversationId;
  });

/** Answers whether it would disturb them at this hour: a mail waits until it is looked at, a phone makes itself heard. */
async function refuseUnwanted(hub: Hub, tx: Tx, customerId: string, { channel }: InboxRow): Promise<boolean> {
  const { why } = await mayReach(tx, customerId, { channel, purpose: 'service', at: hub.clock.now() });
  if (why === 'withdrawn') throw new HubError('contact_refused', channel);
  return why === 'quiet_hours' && channel !== 'email';
}

interface Held {
  readonly id: string;
  readonly value: string;
  readonly recordId: string;
}

const kindOf = { sms: 'phone', email: 'email' } as const;

/** Held as intake holds it, so that nobody else begins on the same line at this instant. */
async function holdAddress(tx: Tx, inbox: InboxRow, customerId: string, contactPointId: string): Promise<Held> {
  const kind = inbox.channel === 'sms' || inbox.channel === 'email' ? kindOf[inbox.channel] : undefined;
  if (!kind) throw new HubError('channel_cannot_reply');
  const point = await tx.maybe<Held>(sql`
    select p.id, p.value, l.customer_id as record_id from contact_points p join contact_point_links l on l.contact_point_id = p.id
    where p.id = ${contactPointId} and p.kind = ${kind}::contact_point_kind and l.ended_at is null and l.evidence <> 'claimed'
      and l.customer_id in (select customer_family(${customerId}))`);
  if (!point) throw new HubError('unknown_address');
  tx.write(sql`select pg_advisory_xact_lock(hashtextextended(${`${inbox.id} ${point.value}`}, 0))`);
  return point;
}

/** Text messages of one number to one of ours are one conversation for ever: it goes on, unless a need stands open in it. */
async function findLine(tx: Tx, inbox: InboxRow, point: Held): Promise<{ id: string; lastSeq: number } | undefined> {
  const line = await tx.maybe<{ id: string; lastSeq: number; isOurs: boolean; isOpen: boolean }>(sql`
    select c.id, c.last_seq, c.customer_id in (select customer_family(${point.recordId})) as is_ours, t.status not in ('solved', 'closed') as is_open
    from conversations c join tickets t on t.id = c.ticket_id where c.contact_point_id = ${point.id} and c.inbox_id = ${inbox.id} for update of c`);
  if (!line?.isOurs) {
    // It was somebody else's before; theirs ends and shows nothing of what is begun now.
    if (line) tx.write(sql`update conversations set contact_point_id = null where id = ${line.id}`);
    return undefined;
  }
  if (line.isOpen) throw new HubError('conversation_open', undefined, { conversationId: line.id });
  return line;
}

function openOwnTicket(
  hub: Hub,
  tx: Tx,
  agentId: string,
  { queueId }: InboxRow,
  recordId: string,
  customerId: string,
  subject: string,
): string {
  const [id, now] = [uuid(), hub.clock.now()];
  tx.write(sql`insert into tickets (id, customer_id, queue_id, status, subject, assignee_id, created_at, updated_at)
    values (${id}, ${recordId}, ${queueId}, 'pending', ${subject.trim()}, ${agentId}, ${now}, ${now})`);
  record(hub, tx, { name: 'ticket.opened', actor: agentActor(agentId), customerId, ticketId: id, queueId, data: {} });
  return id;
}

interface NewLine {
  readonly id: string;
  readonly ticketId: string;
  readonly customerId: string;
  readonly recordId: string;
}

function open(hub: Hub, tx: Tx, agentId: string, line: NewLine, { id: inboxId, channel, queueId }: InboxRow, words: FirstWords): void {
  const now = hub.clock.now();
  const { id, ticketId, customerId, recordId } = line;
  tx.write(sql`insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, subject, created_at, last_entry_at)
    values (${id}, ${recordId}, ${inboxId}, ${channel}, ${words.contactPointId}, ${ticketId}, ${channel === 'email' ? words.subject.trim() : null}, ${now}, ${now})`);
  record(hub, tx, {
    name: 'conversation.opened',
    actor: agentActor(agentId),
    customerId,
    conversationId: id,
    ticketId,
    queueId,
    data: {},
  });
}
