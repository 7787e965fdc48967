import { v7 as uuid } from 'uuid';
import type { InboundMessage, Taken } from '../../../channel-adapters/channel-adapter.ts';
import type { InboxRow } from '../../catalog/read-catalog.ts';
import type { TicketStatus } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { notify } from '../../notices/notify.ts';
import { changeTicketStatus } from '../../tickets/set-ticket-status.ts';

interface Thread {
  readonly sideId: string;
  readonly createdById: string;
  readonly ticketId: string;
  readonly ticketStatus: TicketStatus;
  readonly assigneeId: string | null;
  readonly recordId: string;
  readonly customerId: string;
  readonly queueId: string;
}

/**
 * A mail that answers a side conversation goes there, and never becomes a customer's. Undefined for every other mail. A
 * reference alone proves nothing: the sender must be whom we wrote to, or somebody they had in copy; only a bounce comes from
 * a machine in between. A ticket that waited for a third party is worked on again.
 */
export async function receiveSide(
  hub: Hub,
  inbox: InboxRow,
  message: InboundMessage,
  settle?: (tx: Tx) => void,
): Promise<Taken | undefined> {
  const { mail } = message;
  if (!mail || mail.references.length === 0) return undefined;
  const known = await hub.db.maybe<{ sideId: string }>(sql`
    select m.side_id from side_messages m join side_conversations s on s.id = m.side_id
    where m.inbox_id = ${inbox.id} and m.external_id = any(${[...mail.references]}) and (s.address = ${message.from.value} or ${mail.automatic === 'bounce'}
      or exists (select from side_messages theirs where theirs.side_id = s.id and theirs.direction = 'in' and (theirs.mail -> 'cc') ? ${message.from.value ?? ''}))
    limit 1`);
  return known && hub.db.transact((tx) => take(hub, tx, inbox, message, known.sideId, settle));
}

async function take(hub: Hub, tx: Tx, inbox: InboxRow, message: InboundMessage, sideId: string, settle?: (tx: Tx) => void): Promise<Taken> {
  tx.write(sql`select 1 from side_conversations where id = ${sideId} for update`);
  const thread = await tx.one<Thread>(sql`
    select s.id as side_id, s.created_by_id, t.id as ticket_id, t.status::text as ticket_status, t.assignee_id, t.queue_id, r.id as record_id, coalesce(r.merged_into_id, r.id) as customer_id
    from side_conversations s join tickets t on t.id = s.ticket_id join customers r on r.id = t.customer_id where s.id = ${sideId}`);
  const id = uuid();
  const now = hub.clock.now();
  const { subject = '', to = [], cc = [] } = message.mail ?? {};
  const stored = await tx.maybe(sql`
    insert into side_messages (id, side_id, inbox_id, customer_id, direction, text, mail, at, external_id)
    values (${id}, ${sideId}, ${inbox.id}, ${thread.recordId}, 'in', ${message.text}, ${json({ from: message.from.value, to, cc, subject })}, ${now}, ${message.externalId})
    on conflict (inbox_id, external_id) do nothing returning id`);
  settle?.(tx);
  if (!stored) return { conversationId: '', seq: 0, duplicate: true };
  for (const file of message.files)
    tx.write(sql`insert into side_files (id, message_id, name, content_type, size, content)
      values (${uuid()}, ${id}, ${file.name}, ${file.contentType}, ${file.content.length}, ${file.content})`);
  tx.write(sql`update side_conversations set last_at = ${now} where id = ${sideId}`);
  await tell(hub, tx, thread, id);
  return { conversationId: '', seq: 0, duplicate: false };
}

async function tell(hub: Hub, tx: Tx, thread: Thread, sideMessageId: string): Promise<void> {
  const { sideId, ticketId, ticketStatus, assigneeId, createdById, customerId, queueId } = thread;
  const subjects = { ticketId, customerId, queueId };
  record(hub, tx, { name: 'side.received', actor: theHub, ...subjects, agentId: assigneeId, data: { sideId, sideMessageId } });
  if (ticketStatus === 'on_hold') await changeTicketStatus(hub, tx, { ...subjects, ticketStatus }, theHub, 'open');
  for (const agentId of new Set([createdById, ...(assigneeId ? [assigneeId] : [])]))
    notify(hub, tx, { agentId, kind: 'side_reply', ticketId, detail: { sideId } });
}
