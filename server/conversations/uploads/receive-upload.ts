import { v7 as uuid } from 'uuid';
import { messageLimits } from '../../contract/message-limits.ts';
import type { UploadView } from '../../contract/message-parts.ts';
import type { Channel } from '../../contract/statuses.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { looksAgainAt } from './forget-upload.ts';
import { HEAD, judgeFile } from './judge-file.ts';

export interface NewUpload {
  readonly conversationId: string;
  readonly clientId: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Bytes of each part but the last: never more of a file is held here. */
const PART = 262_144;
/** Unsent files of one person in one conversation. */
const MOST = 100;

/**
 * Keep a file for a message that is still being written. The same `clientId` again returns the same file; one that broke off
 * begins anew. Throws `channel_carries_no_files`, `too_many_files`, `file_refused`, `file_empty` or `payload_too_large`; then
 * nothing is kept.
 */
export async function receiveUpload(hub: Hub, agentId: string, upload: NewUpload): Promise<UploadView> {
  const before = await kept(hub, agentId, upload);
  if (before) return before;
  await requireRoom(hub, agentId, upload.conversationId);
  const id = await open(hub, agentId, upload);
  try {
    const { size, head } = await keepParts(hub, id, upload.bytes);
    if (size === 0) throw new HubError('file_empty');
    const contentType = judgeFile(upload.name, upload.contentType, head);
    return await hub.db.one<UploadView>(sql`
      update uploads set size = ${size}, content_type = ${contentType}, ready_at = ${hub.clock.now()} where id = ${id} returning ${columns}`);
  } catch (error) {
    await hub.db.all(sql`delete from uploads where id = ${id}`);
    throw error;
  }
}

const columns: Sql = sql`id, name, content_type, size`;

async function kept(hub: Hub, agentId: string, { clientId, conversationId, name }: NewUpload): Promise<UploadView | undefined> {
  const before = await hub.db.maybe<UploadView & { same: boolean }>(sql`
    select ${columns}, conversation_id = ${conversationId} and name = ${name} as same from uploads
    where agent_id = ${agentId} and client_id = ${clientId} and ready_at is not null`);
  if (!before) return undefined;
  const { same, ...file } = before;
  if (!same) throw new HubError('client_id_reused');
  return file;
}

async function requireRoom(hub: Hub, agentId: string, conversationId: string): Promise<void> {
  const { channel, waiting } = await hub.db.one<{ channel: Channel; waiting: number }>(sql`
    select c.channel::text, (select count(*) from uploads u where u.conversation_id = c.id and u.agent_id = ${agentId}) as waiting
    from conversations c where c.id = ${conversationId}`);
  if (!hub.channels[channel]?.files) throw new HubError('channel_carries_no_files', channel);
  if (waiting >= MOST) throw new HubError('too_many_files', `${MOST} that are not sent yet`);
}

async function open(hub: Hub, agentId: string, { conversationId, clientId, name }: NewUpload): Promise<string> {
  const id = uuid();
  await hub.db.transact(async (tx) => {
    tx.write(sql`delete from uploads where agent_id = ${agentId} and client_id = ${clientId} and ready_at is null`);
    tx.write(sql`
      insert into uploads (id, agent_id, conversation_id, client_id, name, content_type, created_at)
      values (${id}, ${agentId}, ${conversationId}, ${clientId}, ${name}, '', ${hub.clock.now()})`);
    enqueue(tx, { job: 'forget-upload', payload: { uploadId: id }, at: looksAgainAt(hub) });
  });
  return id;
}

async function keepParts(hub: Hub, id: string, bytes: AsyncIterable<Uint8Array>): Promise<{ size: number; head: Uint8Array }> {
  let [part, size, head] = [0, 0, Buffer.alloc(0)];
  for await (const content of inParts(bytes)) {
    size += content.length;
    if (size > messageLimits.fileBytes) throw new HubError('payload_too_large', `${messageLimits.fileBytes} bytes`);
    if (part === 0) head = Buffer.from(content.subarray(0, HEAD));
    const stored = await hub.db.maybe(sql`
      insert into upload_parts (upload_id, part, content) select id, ${part}::int, ${content}::bytea from uploads where id = ${id} returning 1`);
    // Another request has begun the same file anew.
    if (!stored) throw new HubError('client_id_reused');
    part += 1;
  }
  return { size, head };
}

async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let [held, length]: [Uint8Array[], number] = [[], 0];
  for await (const piece of bytes) {
    held.push(piece);
    length += piece.length;
    if (length < PART) continue;
    yield Buffer.concat(held);
    [held, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(held);
}
