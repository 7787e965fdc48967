import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/**
 * How far an agent has read, in whichever window: it only moves forward, unless it is to count as unread `anew`. Returns
 * how far it stands. Saying the same again changes nothing.
 */
export async function markRead(hub: Hub, agentId: string, conversationId: string, seq: number, anew: boolean): Promise<number> {
  return hub.db.transact(async (tx) => {
    const moved = await tx.maybe<{ seq: number }>(sql`
      insert into read_marks as m (agent_id, conversation_id, seq, at)
      select ${agentId}, c.id, least(${seq}::int, c.last_seq), ${hub.clock.now()} from conversations c where c.id = ${conversationId}
      on conflict (agent_id, conversation_id) do update set seq = excluded.seq, at = excluded.at
      where case when ${anew} then m.seq <> excluded.seq else m.seq < excluded.seq end
      returning seq`);
    if (!moved) {
      const known = await tx.maybe<{ seq: number }>(
        sql`select seq from read_marks where agent_id = ${agentId} and conversation_id = ${conversationId}`,
      );
      return known?.seq ?? 0;
    }
    record(hub, tx, { name: 'conversation.read', actor: agentActor(agentId), agentId, conversationId, data: { upTo: moved.seq } });
    return moved.seq;
  });
}
