import { DeliveryError } from '../../../channel-adapters/channel-adapter.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import type { JobRun } from '../../jobs/job-run.ts';
import { signWords } from '../standing/sign-words.ts';
import type { SideMail } from './write-side.ts';

interface Waiting {
  readonly id: string;
  readonly sideId: string;
  readonly ticketId: string;
  readonly customerId: string;
  readonly inboxId: string;
  readonly text: string;
  readonly mail: SideMail & { messageId: string };
  readonly at: Date;
  readonly attemptedAt: Date | null;
}

/** Hand a mail of a side conversation to the carrier. The attempt is written down first, as with every message. */
export async function deliverSide(hub: Hub, { sideMessageId }: { sideMessageId: string }, run: JobRun): Promise<void> {
  const message = await hub.db.maybe<Waiting>(sql`
    select m.id, m.side_id, s.ticket_id, t.customer_id, m.inbox_id, m.text, m.mail, m.at, m.attempted_at
    from side_messages m join side_conversations s on s.id = m.side_id join tickets t on t.id = s.ticket_id
    where m.id = ${sideMessageId} and m.status = 'queued'`);
  if (!message) return;
  if (!message.attemptedAt) await hub.db.all(sql`update side_messages set attempted_at = ${hub.clock.now()} where id = ${message.id}`);
  try {
    await send(hub, message);
    await settle(hub, message, 'sent', null);
  } catch (error) {
    const refused = error instanceof DeliveryError ? error : undefined;
    if (!refused?.permanent && !run.last) throw error;
    await settle(hub, message, 'failed', refused?.code ?? 'internal');
  }
}

async function send(hub: Hub, { id, inboxId, text, mail, at, attemptedAt }: Waiting): Promise<void> {
  const adapter = hub.channels.email;
  const inbox = (await hub.catalog.current()).inboxes.find((candidate) => candidate.id === inboxId);
  if (!adapter?.send || !inbox) throw new DeliveryError('channel_disabled', true, 'no adapter for email');
  const references = mail.references ?? [];
  const newest = references.at(-1);
  await adapter.send({
    id,
    inbox,
    to: mail.to[0] ?? '',
    text: signWords({ text, html: null }, mail.signature).text,
    at,
    files: [],
    mail: { messageId: mail.messageId, subject: mail.subject, references, cc: mail.cc, ...(newest ? { inReplyTo: newest } : {}) },
    ...(attemptedAt ? { attemptedAt } : {}),
  });
}

const settle = (
  hub: Hub,
  { id, sideId, ticketId, customerId }: Waiting,
  status: 'sent' | 'failed',
  errorCode: string | null,
): Promise<void> =>
  hub.db.transact(async (tx) => {
    tx.write(sql`update side_messages set status = ${status}, error_code = ${errorCode} where id = ${id}`);
    record(hub, tx, { name: 'side.delivered', actor: theHub, ticketId, customerId, data: { sideId, sideMessageId: id, status } });
  });
