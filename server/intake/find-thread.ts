import type { Sender } from '../../channel-adapters/addresses.ts';
import type { InboundMessage } from '../../channel-adapters/channel-adapter.ts';
import type { InboxRow } from '../catalog/read-catalog.ts';
import type { TicketStatus } from '../contract/statuses.ts';
import type { IdentifiedCustomer } from '../customers/identify-customer.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';

export interface ThreadTicket {
  readonly id: string;
  readonly queueId: string;
  readonly status: TicketStatus;
  readonly unservedSince: Date | null;
  /** Put aside by the agent who answers for it. */
  readonly snoozed: boolean;
}

/** Where an inbound item belongs; what is missing is opened anew. */
export interface Thread {
  /** Its customer may be another than the sender: somebody we had in copy answers. */
  readonly conversation?: { id: string; lastSeq: number; customer: IdentifiedCustomer };
  readonly ticket?: ThreadTicket;
  readonly openTaskId: string | null;
  readonly openTaskAgentId: string | null;
}

/**
 * Hold the thread (or, for a first contact, the sender) until this transaction ends: whoever queues, ends or answers on
 * the same conversation meanwhile waits. Sent ahead, answered with the reads that follow.
 */
export function lockThread(tx: Tx, inbox: InboxRow, message: InboundMessage): void {
  tx.write(sql`select pg_advisory_xact_lock(hashtextextended(${`${inbox.id} ${message.from.value ?? message.externalId}`}, 0))`);
  if (message.mail) {
    tx.write(sql`select 1 from conversations where id in (
      select conversation_id from entries where inbox_id = ${inbox.id} and external_id = any(${message.mail.references})) order by id for update`);
  } else {
    tx.write(sql`select 1 from conversations c join contact_points p on p.id = c.contact_point_id
      where p.kind = ${message.from.kind}::contact_point_kind and p.value = ${message.from.value} and c.inbox_id = ${inbox.id} for update of c`);
  }
}

export interface ThreadRow extends Omit<IdentifiedCustomer, 'contactPointId' | 'wasGuestId'> {
  conversationId: string;
  lastSeq: number;
  ticketId: string | null;
  queueId: string;
  status: TicketStatus;
  unservedSince: Date | null;
  snoozed: boolean;
  taskId: string | null;
  taskAgentId: string | null;
}

/** Mail belongs to the thread it refers to; SMS and chat to the one line between sender and inbox, as `findLine` found it. */
export async function findThread(
  tx: Tx,
  now: Date,
  inbox: InboxRow,
  message: InboundMessage,
  customer: IdentifiedCustomer,
  line: ThreadRow | undefined,
): Promise<Thread> {
  const row = message.mail ? await mailThread(tx, inbox, message, customer) : ownLine(tx, line, customer);
  if (!row) {
    const ticket = message.mail ? undefined : await joinableTicket(tx, now, inbox, customer);
    return { openTaskId: null, openTaskAgentId: null, ...(ticket ? { ticket } : {}) };
  }
  const {
    conversationId,
    lastSeq,
    ticketId,
    queueId,
    status,
    unservedSince,
    snoozed,
    taskId,
    taskAgentId,
    id,
    recordId,
    name,
    tier,
    language,
  } = row;
  const own = ticketId && status !== 'closed' ? { id: ticketId, queueId, status, unservedSince, snoozed } : undefined;
  const ticket = message.mail || taskId ? own : chooseTicket(own, await joinableTicket(tx, now, inbox, customer));
  return {
    conversation: {
      id: conversationId,
      lastSeq,
      customer: { id, recordId, name, tier, language, contactPointId: customer.contactPointId },
    },
    ...(ticket ? { ticket } : {}),
    openTaskId: taskId,
    openTaskAgentId: taskAgentId,
  };
}

/** A new need belongs to the line's own ticket, unless that is done, or a caller hung up over another one. */
const chooseTicket = (own: ThreadTicket | undefined, other: ThreadTicket | undefined): ThreadTicket | undefined =>
  other && (!own || own.status === 'solved' || other.unservedSince) ? other : own;

const isSnoozed = sql`exists (select from snoozes s where s.ticket_id = t.id and s.ended_at is null) as snoozed`;

const threadColumns = sql`c.id as conversation_id, c.last_seq, t.id as ticket_id, t.queue_id, t.status::text, t.unserved_since, ${isSnoozed}, k.id as task_id, k.agent_id as task_agent_id,
    owner.id, spoke.id as record_id, owner.name, owner.tier, owner.language
  from conversations c
  join customers spoke on spoke.id = c.customer_id
  join customers owner on owner.id = coalesce(spoke.merged_into_id, spoke.id)
  join tickets t on t.id = c.ticket_id
  left join tasks k on k.conversation_id = c.id and k.state in ('pending', 'reserved', 'assigned', 'wrapping')`;

/** What has been said on an address's line to this inbox. */
export const findLine = (tx: Tx, inbox: InboxRow, from: Sender): Promise<ThreadRow | undefined> =>
  tx.maybe<ThreadRow>(sql`
    select ${threadColumns} join contact_points p on p.id = c.contact_point_id
    where p.kind = ${from.kind}::contact_point_kind and p.value = ${from.value} and c.inbox_id = ${inbox.id}`);

/** A line that now belongs to somebody else (a shared browser, a recycled number) ends; theirs begins anew and shows nothing of it. */
function ownLine(tx: Tx, line: ThreadRow | undefined, customer: IdentifiedCustomer): ThreadRow | undefined {
  if (!line || line.id === customer.id) return line;
  if (line.id === customer.wasGuestId)
    return { ...line, id: customer.id, name: customer.name, tier: customer.tier, language: customer.language };
  tx.write(sql`update conversations set contact_point_id = null where id = ${line.conversationId}`);
  return undefined;
}

/**
 * The newest conversation referred to that the sender takes part in: as its customer, or as somebody we wrote to in it.
 * A reference alone proves nothing: anyone can write one (RFC 5322, 3.6.4 are plain header fields).
 */
const mailThread = (tx: Tx, inbox: InboxRow, message: InboundMessage, customer: IdentifiedCustomer): Promise<ThreadRow | undefined> =>
  tx.maybe<ThreadRow>(sql`
    select ${threadColumns}
    join entries e on e.conversation_id = c.id
    where e.inbox_id = ${inbox.id} and e.external_id = any(${message.mail?.references ?? []})
      and (owner.id = ${customer.id} or exists (
        select from entries ours where ours.conversation_id = c.id and ours.kind = 'outbound'
          and (ours.detail -> 'mail' -> 'to' ? ${message.from.value} or ours.detail -> 'mail' -> 'cc' ? ${message.from.value})))
    order by array_position(${message.mail?.references ?? []}, e.external_id) limit 1`);

/** How long after its last change an open ticket still gathers a contact on another channel (milliseconds). */
export const JOIN_WITHIN = 24 * 3600_000;

/**
 * A call, chat or SMS of somebody whose need is open joins it instead of opening a second one, also where that need was
 * handed to another queue after it had come in through an inbox of this one.
 */
export const joinableTicket = (tx: Tx, now: Date, inbox: InboxRow, customer: IdentifiedCustomer): Promise<ThreadTicket | undefined> =>
  tx.maybe<ThreadTicket>(sql`
    select id, queue_id, status::text, unserved_since, ${isSnoozed} from tickets t
    where customer_id in (select customer_family(${customer.id})) and status in ('new', 'open', 'pending', 'on_hold')
      and updated_at > ${new Date(now.getTime() - JOIN_WITHIN)}
      and (queue_id = ${inbox.queueId} or exists (
        select from conversations c join inboxes i on i.id = c.inbox_id where c.ticket_id = t.id and i.queue_id = ${inbox.queueId}))
    order by unserved_since is null, created_at desc limit 1`);

/** The ticket of a need that waits already. */
export const ticketOf = (tx: Tx, id: string): Promise<ThreadTicket> =>
  tx.one<ThreadTicket>(sql`select id, queue_id, status::text, unserved_since, ${isSnoozed} from tickets t where id = ${id}`);
