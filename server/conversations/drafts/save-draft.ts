import type { DraftView } from '../../contract/entities.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';

/**
 * Keep what an agent has begun to write, in whichever window. It is nobody else's business and no event. Throws
 * `draft_moved_on`, with the draft as it is, when another window has changed it since `basedOn`.
 */
export async function saveDraft(
  hub: Hub,
  agentId: string,
  conversationId: string,
  { reply, note, basedOn }: { reply: string; note: string; basedOn: number },
): Promise<DraftView> {
  const saved = await hub.db.maybe(sql`
    insert into drafts as d (agent_id, conversation_id, reply, note, revision, updated_at)
    select ${agentId}, ${conversationId}, ${reply}, ${note}, 1, ${hub.clock.now()} where ${basedOn}::int = 0 or exists (
      select from drafts where agent_id = ${agentId} and conversation_id = ${conversationId})
    on conflict (agent_id, conversation_id) do update set reply = excluded.reply, note = excluded.note, revision = d.revision + 1, updated_at = excluded.updated_at
    where d.revision = ${basedOn} returning 1`);
  const draft = await readDraft(hub.db, agentId, conversationId);
  if (!saved) throw new HubError('draft_moved_on', undefined, { draft });
  return draft;
}

export async function readDraft(db: Reader, agentId: string, conversationId: string): Promise<DraftView> {
  const draft = await db.maybe<{ reply: string; note: string; revision: number; updatedAt: Date }>(
    sql`select reply, note, revision, updated_at from drafts where agent_id = ${agentId} and conversation_id = ${conversationId}`,
  );
  return draft ? { ...draft, updatedAt: draft.updatedAt.toISOString() } : { reply: '', note: '', revision: 0, updatedAt: null };
}
