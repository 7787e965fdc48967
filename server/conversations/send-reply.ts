import { v7 as uuid } from 'uuid';
import { type Reader, type Tx, violatedConstraint } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { tellClocks } from '../tickets/clocks/tell-clocks.ts';
import { type HeldConversation, lockConversation, subjectsOf } from './lock-conversation.ts';
import { type MailHeading, mailHeading, replyRecipients } from './reply-recipients.ts';

export interface Reply {
  readonly clientId: string;
  readonly text: string;
  /** Newest entry the author has seen. */
  readonly seenSeq: number;
}

/**
 * Answer the customer. The message is queued with a job that delivers it. The same `clientId` again returns the same
 * entry. Returns the entry's id. Throws `stale_reply` with the entries missed, and `nothing_to_send`,
 * `text_too_long`, `no_recipient`, `channel_cannot_reply`, `channel_disabled`.
 */
export async function sendReply(hub: Hub, agentId: string, conversationId: string, reply: Reply): Promise<string> {
  try {
    return await hub.db.transact((tx) => writeReply(hub, tx, agentId, conversationId, reply));
  } catch (error) {
    if (violatedConstraint(error) !== 'entries_client_id_key') throw error;
    return sentBefore(hub.db, agentId, conversationId, reply);
  }
}

/** The reply itself, for a verb that has a transaction of its own. Throws as `sendReply`. */
export async function writeReply(hub: Hub, tx: Tx, agentId: string, conversationId: string, reply: Reply): Promise<string> {
  const held = await lockConversation(tx, conversationId);
  checkText(hub, held, reply.text);
  const sent = await tx.maybe<{ id: string }>(sql`select id from entries where client_id = ${reply.clientId}`);
  if (sent) return sentBefore(tx, agentId, conversationId, reply);
  await refuseStale(tx, held, agentId, reply.seenSeq);
  const heading = await headingOf(hub, tx, held);
  const id = uuid();
  const now = hub.clock.now();
  const actor = agentActor(agentId);
  tx.write(sql`update conversations set last_seq = last_seq + 1, last_entry_at = ${now} where id = ${conversationId}`);
  tx.write(sql`
    insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, agent_id, text, detail, client_id, status, status_at)
    select ${id}, id, last_seq, 'outbound', channel, customer_id, ticket_id, inbox_id, ${now}, ${agentId}, ${reply.text}, ${json(heading ? { mail: heading } : {})},
      ${reply.clientId}, 'queued', ${now}
    from conversations where id = ${conversationId}`);
  tx.write(sql`update tickets set unserved_since = null, updated_at = ${now} where id = ${held.ticketId}`);
  await tellClocks(hub, tx, held.ticketId, { type: 'answered' });
  record(hub, tx, { name: 'message.queued', actor, ...subjectsOf(held), entryId: id, data: {} });
  return id;
}

export function checkText(hub: Hub, held: HeldConversation, text: string): void {
  if (held.channel === 'voice') throw new HubError('channel_cannot_reply');
  const adapter = hub.channels[held.channel];
  if (!adapter) throw new HubError('channel_disabled', held.channel);
  if (text.trim() === '') throw new HubError('nothing_to_send');
  if (text.length > adapter.textLimit) throw new HubError('text_too_long', `${text.length} of ${adapter.textLimit} characters`);
}

export async function refuseStale(tx: Tx, held: HeldConversation, agentId: string, seenSeq: number): Promise<void> {
  if (held.lastSeq <= seenSeq) return;
  const missed = await tx.all<{ id: string; seq: number }>(sql`
    select id, seq from entries where conversation_id = ${held.id} and seq > ${seenSeq} and kind in ('inbound', 'outbound')
      and agent_id is distinct from ${agentId} order by seq limit 20`);
  if (missed.length > 0) throw new HubError('stale_reply', `${missed.length} newer`, { missed });
}

async function headingOf(hub: Hub, tx: Tx, held: HeldConversation): Promise<MailHeading | undefined> {
  if (held.channel === 'email') return mailHeading(hub, tx, held);
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
