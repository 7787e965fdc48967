import { v7 as uuid } from 'uuid';
import type { MacroAction } from '../contract/message-parts.ts';
import type { Channel } from '../contract/statuses.ts';
import { type Reader, type Tx, violatedConstraint } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { tellClocks } from '../tickets/clocks/tell-clocks.ts';
import { tellWatchers } from '../tickets/watch/tell-watchers.ts';
import { type HeldConversation, lockConversation, subjectsOf } from './lock-conversation.ts';
import { takeActions } from './macros/take-actions.ts';
import { type MailHeading, mailHeading, replyRecipients } from './reply-recipients.ts';
import { signatureOf } from './standing/standing-words.ts';
import { claimUploads } from './uploads/claim-uploads.ts';

export interface Reply {
  readonly clientId: string;
  readonly text: string;
  /** Of a mail, as it is set: the text is made from it. */
  readonly html?: string | null | undefined;
  /** Uploads that go with it. */
  readonly attachmentIds?: readonly string[] | undefined;
  /** Done to the ticket once it is written. */
  readonly actions?: readonly MacroAction[] | undefined;
  /** Newest entry the author has seen. */
  readonly seenSeq: number;
}

/** What is said, in the forms its channel carries. */
export interface Words {
  readonly text: string;
  readonly html: string | null;
}

/**
 * Answer the customer. The message is queued with a job that delivers it. The same `clientId` again returns the same
 * entry. Returns the entry's id. Throws `stale_reply` with the entries missed, and `customer_erased`, `nothing_to_send`,
 * `text_too_long`, `no_recipient`, `channel_cannot_reply`, `channel_disabled`, `channel_carries_no_html`, and as `claimUploads`.
 */
export async function sendReply(hub: Hub, agentId: string, conversationId: string, reply: Reply): Promise<string> {
  try {
    return await hub.db.transact((tx) => writeReply(hub, tx, agentId, conversationId, reply));
  } catch (error) {
    if (violatedConstraint(error) !== 'entries_client_id_key') throw error;
    const { channel } = await hub.db.one<{ channel: Channel }>(sql`select channel::text from conversations where id = ${conversationId}`);
    return sentBefore(hub.db, agentId, conversationId, { clientId: reply.clientId, text: wordsOf(hub, channel, reply).text });
  }
}

/** The reply itself, for a verb that has a transaction of its own. Throws as `sendReply`. */
export async function writeReply(hub: Hub, tx: Tx, agentId: string, conversationId: string, reply: Reply): Promise<string> {
  const held = await lockConversation(tx, conversationId);
  if (held.erased) throw new HubError('customer_erased');
  const words = checkWords(hub, held, reply);
  const sent = await tx.maybe<{ id: string }>(sql`select id from entries where client_id = ${reply.clientId}`);
  if (sent) return sentBefore(tx, agentId, conversationId, { clientId: reply.clientId, text: words.text });
  await refuseStale(tx, held, agentId, reply.seenSeq);
  const heading = await headingOf(hub, tx, held, agentId);
  const id = uuid();
  const now = hub.clock.now();
  const actor = agentActor(agentId);
  tx.write(sql`update conversations set last_seq = last_seq + 1, last_entry_at = ${now} where id = ${conversationId}`);
  tx.write(sql`
    insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, agent_id, text, html, detail, client_id, status, status_at)
    select ${id}, id, last_seq, 'outbound', channel, customer_id, ticket_id, inbox_id, ${now}, ${agentId}, ${words.text}, ${words.html}, ${json(heading ? { mail: heading } : {})},
      ${reply.clientId}, 'queued', ${now}
    from conversations where id = ${conversationId}`);
  await claimUploads(hub, tx, held, { agentId, entryId: id, ids: reply.attachmentIds ?? [], html: words.html });
  tx.write(sql`update tickets set unserved_since = null, updated_at = ${now} where id = ${held.ticketId}`);
  await tellClocks(hub, tx, held.ticketId, { type: 'answered' });
  tellWatchers(hub, tx, { ticketId: held.ticketId, conversationId, byAgentId: agentId, detail: { entryId: id } });
  record(hub, tx, { name: 'message.queued', actor, ...subjectsOf(held), entryId: id, data: {} });
  await takeActions(hub, tx, held, agentId, reply.actions ?? []);
  return id;
}

/** What will be said, if this channel can say it. */
export function checkWords(hub: Hub, held: Pick<HeldConversation, 'channel'>, reply: Omit<Reply, 'clientId' | 'seenSeq'>): Words {
  if (held.channel === 'voice') throw new HubError('channel_cannot_reply');
  const adapter = hub.channels[held.channel];
  if (!adapter) throw new HubError('channel_disabled', held.channel);
  const words = wordsOf(hub, held.channel, reply);
  if (words.text.trim() === '' && !reply.attachmentIds?.length) throw new HubError('nothing_to_send');
  if (words.text.length > adapter.textLimit) throw new HubError('text_too_long', `${words.text.length} of ${adapter.textLimit} characters`);
  return words;
}

function wordsOf(hub: Hub, channel: Channel, { text, html }: Pick<Reply, 'text' | 'html'>): Words {
  if (!html) return { text, html: null };
  if (channel !== 'email') throw new HubError('channel_carries_no_html');
  return hub.sanitiseRichText(html);
}

export async function refuseStale(tx: Tx, held: HeldConversation, agentId: string, seenSeq: number): Promise<void> {
  if (held.lastSeq <= seenSeq) return;
  const missed = await tx.all<{ id: string; seq: number }>(sql`
    select id, seq from entries where conversation_id = ${held.id} and seq > ${seenSeq} and kind in ('inbound', 'outbound')
      and agent_id is distinct from ${agentId} order by seq limit 20`);
  if (missed.length > 0) throw new HubError('stale_reply', `${missed.length} newer`, { missed });
}

async function headingOf(hub: Hub, tx: Tx, held: HeldConversation, agentId: string): Promise<MailHeading | undefined> {
  if (held.channel === 'email') {
    const [heading, signature] = [await mailHeading(hub, tx, held), await signatureOf(hub, tx, { ...held, agentId })];
    return { ...heading, ...(signature ? { signature } : {}) };
  }
  if (!(await replyRecipients(tx, held))) throw new HubError('no_recipient');
  return undefined;
}

/** The same words again. Throws `client_id_reused` when they are others. */
export async function sentBefore(
  db: Reader,
  agentId: string,
  conversationId: string,
  reply: Pick<Reply, 'clientId' | 'text'>,
): Promise<string> {
  const entry = await db.one<{ id: string; kind: string; conversationId: string; agentId: string | null; text: string }>(
    sql`select id, kind::text, conversation_id, agent_id, text from entries where client_id = ${reply.clientId}`,
  );
  const sameWords = entry.kind === 'outbound' && entry.text === reply.text;
  if (!sameWords || entry.conversationId !== conversationId || entry.agentId !== agentId) throw new HubError('client_id_reused');
  return entry.id;
}
