import { v7 as uuid } from 'uuid';
import type { CallMoment } from '../conversations/call-moment.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

/** Write a moment of a call into its conversation; returns the entry's id. */
export function addCallEntry(hub: Hub, tx: Tx, conversationId: string, moment: CallMoment, agentId: string | null = null): string {
  const id = uuid();
  const now = hub.clock.now();
  tx.write(sql`update conversations set last_seq = last_seq + 1, last_entry_at = ${now} where id = ${conversationId}`);
  tx.write(sql`
    insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, agent_id, text, detail)
    select ${id}, id, last_seq, 'call', channel, customer_id, ticket_id, inbox_id, ${now}, ${agentId}, '', ${json(moment)}
    from conversations where id = ${conversationId}`);
  return id;
}
