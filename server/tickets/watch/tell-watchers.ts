import type { NoticeDetail } from '../../contract/notices.ts';
import type { Tx } from '../../db/database.ts';
import { json, sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';

export interface News {
  readonly ticketId: string;
  readonly conversationId?: string | null | undefined;
  /** Whose doing it is; they are not told. */
  readonly byAgentId?: string | null | undefined;
  readonly detail?: NoticeDetail;
}

/**
 * Those who watch a ticket hear of it. One statement that waits for nothing, so that a message of a ticket that nobody
 * watches costs one look into an index.
 */
export function tellWatchers(hub: Hub, tx: Tx, { ticketId, conversationId = null, byAgentId = null, detail = {} }: News): void {
  const now = hub.clock.now();
  tx.write(sql`
    with told as (
      insert into notices (id, agent_id, kind, ticket_id, conversation_id, by_agent_id, detail, at)
      select gen_random_uuid(), w.agent_id, 'watched', w.ticket_id, ${conversationId}::uuid, ${byAgentId}::uuid, ${json(detail)}::jsonb, ${now}::timestamptz
      from ticket_watchers w where w.ticket_id = ${ticketId} and w.agent_id is distinct from ${byAgentId}::uuid
      on conflict (agent_id, ticket_id) where read_at is null and kind = 'watched'
      do update set id = excluded.id, at = excluded.at, count = notices.count + 1, by_agent_id = excluded.by_agent_id,
        conversation_id = coalesce(excluded.conversation_id, notices.conversation_id), detail = excluded.detail
      returning id, agent_id)
    insert into events (at, name, actor_kind, actor_id, ticket_id, conversation_id, agent_id, data)
    select ${now}::timestamptz, 'notice.given', case when ${byAgentId}::uuid is null then 'hub' else 'agent' end, ${byAgentId}::uuid, ${ticketId}, ${conversationId}::uuid,
      agent_id, jsonb_build_object('noticeId', id, 'kind', 'watched') from told`);
}
