import { v7 as uuid } from 'uuid';
import type { NoticeDetail } from '../contract/notices.ts';
import type { NoticeKind } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { agentActor, record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

export interface NewNotice {
  /** Who is to know. */
  readonly agentId: string;
  readonly kind: NoticeKind;
  readonly ticketId: string;
  readonly conversationId?: string | null | undefined;
  /** Whose doing it is; nobody is told of what they did themselves. */
  readonly byAgentId?: string | null | undefined;
  readonly detail?: NoticeDetail | undefined;
}

/**
 * Tell an agent of something, in the transaction in which it happens: it stands under their bell until they have read it.
 * Unread news of one watched ticket become one notice that counts. What they may not see (any more) is not shown to them.
 */
export function notify(hub: Hub, tx: Tx, notice: NewNotice): void {
  const { agentId, kind, ticketId, conversationId = null, byAgentId = null, detail = {} } = notice;
  if (agentId === byAgentId) return;
  const id = uuid();
  tx.write(sql`
    insert into notices (id, agent_id, kind, ticket_id, conversation_id, by_agent_id, detail, at)
    values (${id}, ${agentId}, ${kind}, ${ticketId}, ${conversationId}, ${byAgentId}, ${json(detail)}, ${hub.clock.now()})
    on conflict (agent_id, ticket_id) where read_at is null and kind = 'watched'
    do update set id = excluded.id, at = excluded.at, count = notices.count + 1, by_agent_id = excluded.by_agent_id,
      conversation_id = coalesce(excluded.conversation_id, notices.conversation_id), detail = excluded.detail`);
  const actor = byAgentId ? agentActor(byAgentId) : theHub;
  record(hub, tx, { name: 'notice.given', actor, agentId, ticketId, conversationId, data: { noticeId: id, kind } });
}
