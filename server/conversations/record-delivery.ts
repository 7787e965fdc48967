import type { DeliveryReport } from '../../channel-adapters/channel-adapter.ts';
import type { MessageStatus } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { enqueue } from '../jobs/enqueue.ts';

/** Statuses only move forward; `failed` comes only before `delivered`. */
const rank: Record<MessageStatus, number> = { queued: 0, sent: 1, failed: 2, delivered: 3, read: 4 };

/** A carrier says what became of a message: late, repeated and out-of-order reports do no harm. Returns whether we know the message. */
export async function recordDelivery(hub: Hub, inboxId: string, report: DeliveryReport): Promise<boolean> {
  const entry = await hub.db.maybe<{ id: string }>(sql`
    select id from entries where kind = 'outbound' and inbox_id = ${inboxId}
      and (id = ${isUuid(report.messageId) ? report.messageId : null} or external_id = ${report.externalId}) limit 1`);
  if (!entry) return false;
  await advanceStatus(hub, entry.id, {
    status: report.status,
    externalId: report.externalId,
    ...(report.errorCode ? { errorCode: report.errorCode } : {}),
  });
  return true;
}

const isUuid = (text: string | undefined): text is string =>
  text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export async function advanceStatus(
  hub: Hub,
  entryId: string,
  news: { status: MessageStatus; externalId?: string; errorCode?: string },
): Promise<void> {
  await hub.db.transact(async (tx) => {
    const entry = await tx.one<{
      status: MessageStatus;
      channel: string;
      customerId: string;
      conversationId: string;
      ticketId: string;
      queueId: string;
    }>(sql`
      select e.status::text, e.channel::text, e.customer_id, e.conversation_id, e.ticket_id, t.queue_id
      from entries e join tickets t on t.id = e.ticket_id where e.id = ${entryId} for update of e`);
    if (news.externalId) tx.write(sql`update entries set external_id = coalesce(external_id, ${news.externalId}) where id = ${entryId}`);
    if (rank[news.status] <= rank[entry.status]) return;
    const { status, channel, ...subjects } = entry;
    const errorCode = news.errorCode ?? null;
    tx.write(
      sql`update entries set status = ${news.status}, status_at = ${hub.clock.now()}, error_code = ${errorCode} where id = ${entryId}`,
    );
    record(hub, tx, {
      name: 'message.status_changed',
      actor: theHub,
      ...subjects,
      entryId,
      data: { status: news.status, ...(news.errorCode ? { errorCode: news.errorCode } : {}) },
    });
    if (status === 'queued') await deliverNext(tx, entry.conversationId);
    tx.afterCommit(() => hub.counters.outbound.inc({ channel, status: news.status }));
  });
}

/** What was written after this message has waited for it. */
async function deliverNext(tx: Tx, conversationId: string): Promise<void> {
  const next = await tx.maybe<{ id: string }>(
    sql`select id from entries where conversation_id = ${conversationId} and kind = 'outbound' and status = 'queued' order by seq limit 1`,
  );
  if (next) enqueue(tx, { job: 'deliver-message', payload: { entryId: next.id }, line: `conversation:${conversationId}` });
}
