import type { DraftView } from '../../contract/entities.ts';
import type { MacroAction } from '../../contract/message-parts.ts';
import type { Reader } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';
import { readUploads } from '../uploads/claim-uploads.ts';

/**
 * Keep what an agent has begun to write, in whichever window. It is nobody else's business and no event. Throws
 * `draft_moved_on`, with the draft as it is, when another window has changed it since `basedOn`.
 */
export async function saveDraft(
  hub: Hub,
  agentId: string,
  conversationId: string,
  { reply, replyHtml = null, attachmentIds = [], actions = [], note, basedOn }: Written & { basedOn: number },
): Promise<DraftView> {
  const saved = await hub.db.maybe(sql`
    insert into drafts as d (agent_id, conversation_id, reply, reply_html, attachment_ids, actions, note, revision, updated_at)
    select ${agentId}, ${conversationId}, ${reply}, ${replyHtml}, ${attachmentIds}::uuid[], ${json(actions)}::jsonb, ${note}, 1, ${hub.clock.now()} where ${basedOn}::int = 0 or exists (
      select from drafts where agent_id = ${agentId} and conversation_id = ${conversationId})
    on conflict (agent_id, conversation_id) do update set reply = excluded.reply, reply_html = excluded.reply_html, attachment_ids = excluded.attachment_ids, actions = excluded.actions,
      note = excluded.note, revision = d.revision + 1, updated_at = excluded.updated_at
    where d.revision = ${basedOn} returning 1`);
  const draft = await readDraft(hub.db, agentId, conversationId);
  if (!saved) throw new HubError('draft_moved_on', undefined, { draft });
  return draft;
}

interface Written {
  readonly reply: string;
  readonly replyHtml?: string | null | undefined;
  readonly attachmentIds?: readonly string[] | undefined;
  readonly actions?: readonly MacroAction[] | undefined;
  readonly note: string;
}

type Row = Pick<DraftView, 'reply' | 'replyHtml' | 'note' | 'revision' | 'actions'> & { attachmentIds: string[]; updatedAt: Date };

const nothing: DraftView = { reply: '', replyHtml: null, files: [], actions: [], note: '', revision: 0, updatedAt: null };

export async function readDraft(db: Reader, agentId: string, conversationId: string): Promise<DraftView> {
  const draft = await db.maybe<Row>(sql`
    select reply, reply_html, attachment_ids, actions, note, revision, updated_at from drafts
    where agent_id = ${agentId} and conversation_id = ${conversationId}`);
  if (!draft) return nothing;
  const { attachmentIds, updatedAt, ...words } = draft;
  return { ...words, files: await readUploads(db, agentId, attachmentIds), updatedAt: updatedAt.toISOString() };
}
