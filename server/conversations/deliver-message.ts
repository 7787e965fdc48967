import { DeliveryError, type OutboundFile, type OutboundMessage } from '../../channel-adapters/channel-adapter.ts';
import type { Channel } from '../contract/statuses.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { advanceStatus } from './record-delivery.ts';
import type { MailHeading } from './reply-recipients.ts';
import { signWords } from './standing/sign-words.ts';
import { linkTo } from './uploads/link-file.ts';

interface Waiting {
  id: string;
  channel: Channel;
  inboxId: string;
  text: string;
  html: string | null;
  at: Date;
  detail: { mail?: MailHeading };
  attemptedAt: Date | null;
  to: string | null;
  agentName: string | null;
}

/**
 * Hand a queued message to its carrier, after those of its conversation that were written before it. The attempt is written down first: should this process die in between, the next
 * attempt asks the carrier whether the message went out before sending it again.
 */
export async function deliverMessage(hub: Hub, { entryId }: { entryId: string }, run: JobRun): Promise<void> {
  const message = await begin(hub, entryId);
  if (!message) return;
  try {
    const { externalId, status } = await send(hub, message);
    await advanceStatus(hub, entryId, { status, externalId });
  } catch (error) {
    const refused = error instanceof DeliveryError ? error : undefined;
    if (!refused?.permanent && !run.last) throw error;
    await advanceStatus(hub, entryId, { status: 'failed', errorCode: refused?.code ?? 'internal' });
  }
}

async function begin(hub: Hub, entryId: string): Promise<Waiting | undefined> {
  const message = await hub.db.maybe<Waiting>(sql`
    select e.id, e.channel::text, e.inbox_id, e.text, e.html, e.at, e.detail, e.attempted_at, a.name as agent_name,
      coalesce(e.detail #>> '{mail,to}', p.value) as "to"
    from entries e join conversations c on c.id = e.conversation_id
    left join contact_points p on p.id = c.contact_point_id
    left join agents a on a.id = e.agent_id
    where e.id = ${entryId} and e.status = 'queued' and not exists (
      select from entries earlier where earlier.conversation_id = e.conversation_id and earlier.kind = 'outbound' and earlier.status = 'queued' and earlier.seq < e.seq)`);
  if (message && !message.attemptedAt) await hub.db.all(sql`update entries set attempted_at = ${hub.clock.now()} where id = ${entryId}`);
  return message;
}

async function send(hub: Hub, message: Waiting) {
  const adapter = hub.channels[message.channel];
  const inbox = (await hub.catalog.current()).inboxes.find(({ id }) => id === message.inboxId);
  if (!adapter?.send || !inbox) throw new DeliveryError('channel_disabled', true, `no adapter for ${message.channel}`);
  if (!message.to) throw new DeliveryError('no_recipient', true, 'the customer has no address on this conversation');
  return adapter.send({
    id: message.id,
    inbox,
    to: message.to,
    text: signed(message).text,
    at: message.at,
    files: await files(hub, message.id),
    ...optional(message),
  });
}

const signed = ({ text, html, detail }: Waiting) => signWords({ text, html }, detail.mail?.signature);

function optional(message: Waiting): Partial<Pick<OutboundMessage, 'mail' | 'attemptedAt' | 'agentName'>> {
  const { detail, attemptedAt, agentName } = message;
  const { html } = signed(message);
  return {
    ...(detail.mail ? { mail: { ...detail.mail, ...(html ? { html } : {}) } } : {}),
    ...(attemptedAt ? { attemptedAt } : {}),
    ...(agentName ? { agentName } : {}),
  };
}

async function files(hub: Hub, entryId: string): Promise<OutboundFile[]> {
  const rows = await hub.db.all<OutboundFile & { contentId: string | null; linkKey: string | null }>(
    sql`select name, content_type, content_id, link_key, content from attachments where entry_id = ${entryId} order by id`,
  );
  return rows.map(({ contentId, linkKey, ...file }) => ({
    ...file,
    ...(contentId ? { contentId } : {}),
    ...(linkKey ? { link: linkTo(hub, linkKey) } : {}),
  }));
}
