import { v7 as uuid } from 'uuid';
import type { Mention } from '../contract/message-parts.ts';
import { type Tx, violatedConstraint } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { type HeldConversation, lockConversation, subjectsOf } from './lock-conversation.ts';
import { requireMentions, tellMentioned } from './mention-colleagues.ts';

/** A note that only agents see. Colleagues it names hear of it. The same `clientId` again returns the same entry. Returns the entry's id. Throws `bad_mention` or `customer_erased`. */
export async function addNote(
  hub: Hub,
  agentId: string,
  conversationId: string,
  note: { clientId: string; text: string; mentions?: readonly Mention[] | undefined },
): Promise<string> {
  if (note.text.trim() === '') throw new HubError('nothing_to_send');
  const { mentions = [] } = note;
  const id = uuid();
  try {
    await hub.db.transact(async (tx) => {
      const held = await lockConversation(tx, conversationId);
      if (held.erased) throw new HubError('customer_erased');
      await requireMentions(tx, note.text, mentions);
      writeNote(hub, tx, held, agentId, { id, ...note, mentions });
      tellMentioned(hub, tx, held, agentId, mentions);
    });
    return id;
  } catch (error) {
    if (violatedConstraint(error) !== 'entries_client_id_key') throw error;
    const before = await hub.db.maybe<{ id: string }>(sql`
      select id from entries where kind = 'note' and client_id = ${note.clientId} and conversation_id = ${conversationId} and agent_id = ${agentId} and text = ${note.text}`);
    if (!before) throw new HubError('client_id_reused');
    return before.id;
  }
}

interface NewNote {
  readonly id: string;
  readonly clientId: string | null;
  readonly text: string;
  readonly mentions?: readonly Mention[];
}

/** The note itself, for verbs that hold the conversation. */
export function writeNote(hub: Hub, tx: Tx, held: HeldConversation, agentId: string, { id, clientId, text, mentions = [] }: NewNote): void {
  const now = hub.clock.now();
  tx.write(sql`update conversations set last_seq = last_seq + 1, last_entry_at = ${now} where id = ${held.id}`);
  tx.write(sql`
    insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, agent_id, text, detail, client_id)
    select ${id}, id, last_seq, 'note', channel, customer_id, ticket_id, inbox_id, ${now}, ${agentId}, ${text}, ${json(mentions.length > 0 ? { mentions } : {})}, ${clientId}
    from conversations where id = ${held.id}`);
  const data = mentions.length > 0 ? { mentions: mentions.length } : {};
  record(hub, tx, { name: 'note.added', actor: agentActor(agentId), ...subjectsOf(held), entryId: id, data });
}
