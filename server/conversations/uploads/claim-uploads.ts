import type { UploadView } from '../../contract/message-parts.ts';
import type { Reader, Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import type { HeldConversation } from '../lock-conversation.ts';
import { newLinkKey } from './link-file.ts';

/**
 * These files can go with one message of this channel. Throws `unknown_upload` for what is not there or another's,
 * `channel_carries_no_files`, `too_many_files`, `files_too_large`.
 */
export async function requireUploads(hub: Hub, tx: Reader, held: HeldConversation, agentId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const most = hub.channels[held.channel]?.files;
  if (!most) throw new HubError('channel_carries_no_files', held.channel);
  if (ids.length > most.count) throw new HubError('too_many_files', `${most.count} files`);
  const found = await tx.all<{ size: number }>(sql`
    select size from uploads where id = any(${ids}::uuid[]) and agent_id = ${agentId} and conversation_id = ${held.id} and ready_at is not null for update`);
  if (found.length < new Set(ids).size) throw new HubError('unknown_upload');
  if (found.reduce((sum, { size }) => sum + size, 0) > most.bytes) throw new HubError('files_too_large', `${most.bytes} bytes`);
}

/** They are its attachments from now on. `html` says which of them are shown within it. Throws as `requireUploads`. */
export async function claimUploads(
  hub: Hub,
  tx: Tx,
  held: HeldConversation,
  { agentId, entryId, ids, html }: { agentId: string; entryId: string; ids: readonly string[]; html: string | null },
): Promise<void> {
  await requireUploads(hub, tx, held, agentId, ids);
  const asLinks = hub.channels[held.channel]?.files?.asLinks ?? false;
  for (const id of new Set(ids)) {
    const contentId = html?.includes(`src="cid:${id}"`) ? id : null;
    tx.write(sql`
      insert into attachments (id, entry_id, name, content_type, size, content_id, link_key, content)
      select u.id, ${entryId}, u.name, u.content_type, u.size, ${contentId}, ${asLinks ? newLinkKey() : null},
        (select string_agg(p.content, ''::bytea order by p.part) from upload_parts p where p.upload_id = u.id)
      from uploads u where u.id = ${id}`);
  }
  tx.write(sql`delete from uploads where id = any(${ids}::uuid[])`);
}

/** Those of these files that are still there, in their order. */
export async function readUploads(db: Reader, agentId: string, ids: readonly string[]): Promise<UploadView[]> {
  if (ids.length === 0) return [];
  return db.all<UploadView>(sql`
    select id, name, content_type, size from uploads where id = any(${ids}::uuid[]) and agent_id = ${agentId} and ready_at is not null
    order by array_position(${ids}::uuid[], id)`);
}
