import { can } from '../../auth/permissions.ts';
import { requireConversation } from '../../auth/require-visible.ts';
import type { ScheduledReplyView } from '../../contract/entities.ts';
import type { Reader } from '../../db/database.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import { readUploads } from '../uploads/claim-uploads.ts';
import { cancelScheduled } from './cancel-scheduled.ts';
import { scheduleReply } from './schedule-reply.ts';

const WEEK = 7 * 86_400_000;

export const scheduledRoutes: HandlersOf<'scheduleReply' | 'listScheduled' | 'cancelScheduled'> = {
  async scheduleReply({ hub, caller, id, body }) {
    await requireConversation(hub, caller, id);
    return readOne(hub.db, await scheduleReply(hub, caller.id, id, body));
  },

  async listScheduled({ hub, caller, id }) {
    await requireConversation(hub, caller, id);
    const since = new Date(hub.clock.now().getTime() - WEEK);
    const mine = sql`s.outcome = 'refused' and s.agent_id = ${caller.id} and s.settled_at > ${since}`;
    return {
      replies: await readScheduled(hub.db, sql`s.conversation_id = ${id} and (s.settled_at is null or ${mine}) order by s.send_at, s.id`),
    };
  },

  async cancelScheduled({ hub, caller, id }) {
    const known = await hub.db.maybe<{ conversationId: string; agentId: string }>(
      sql`select conversation_id, agent_id from scheduled_replies where id = ${id}`,
    );
    if (!known) throw new HubError('not_found');
    await requireConversation(hub, caller, known.conversationId);
    if (known.agentId !== caller.id && !can(caller, 'queues.write')) throw new HubError('not_allowed', 'its author or a supervisor');
    await cancelScheduled(hub, caller.id, { id, conversationId: known.conversationId });
    return readOne(hub.db, id);
  },
};

async function readOne(db: Reader, id: string): Promise<ScheduledReplyView> {
  const [reply] = await readScheduled(db, sql`s.id = ${id}`);
  if (!reply) throw new HubError('not_found');
  return reply;
}

type Row = Omit<ScheduledReplyView, 'agent' | 'sendAt' | 'createdAt' | 'files'> & {
  attachmentIds: string[];
  agentId: string;
  agentName: string;
  sendAt: Date;
  createdAt: Date;
};

async function readScheduled(db: Reader, condition: Sql): Promise<ScheduledReplyView[]> {
  const rows = await db.all<Row>(sql`
    select s.id, s.conversation_id, s.client_id, s.text, s.html, s.attachment_ids, s.actions, s.send_at, s.created_at, s.outcome, s.error_code, a.id as agent_id, a.name as agent_name
    from scheduled_replies s join agents a on a.id = s.agent_id where ${condition}`);
  return Promise.all(rows.map((row) => present(db, row)));
}

async function present(db: Reader, { agentId, agentName, sendAt, createdAt, attachmentIds, ...reply }: Row): Promise<ScheduledReplyView> {
  const agent = { id: agentId, name: agentName };
  const files = await readUploads(db, agentId, attachmentIds);
  return { ...reply, agent, files, sendAt: sendAt.toISOString(), createdAt: createdAt.toISOString() };
}
