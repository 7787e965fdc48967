import type { Mention } from '../contract/message-parts.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { notify } from '../notices/notify.ts';
import type { HeldConversation } from './lock-conversation.ts';

/** Each stands where it says, begins with `@`, overlaps no other and names a colleague. Throws `bad_mention`. */
export async function requireMentions(tx: Tx, text: string, mentions: readonly Mention[]): Promise<void> {
  if (mentions.length === 0) return;
  const inOrder = mentions.toSorted((a, b) => a.from - b.from);
  const misplaced = inOrder.some(({ from, to }, index) => {
    const before = inOrder[index - 1]?.to ?? 0;
    return from < before || to > text.length || to <= from + 1 || text[from] !== '@';
  });
  const ids = [...new Set(mentions.map(({ agentId }) => agentId))];
  const known = misplaced ? [] : await tx.all(sql`select from agents where id = any(${ids}::uuid[]) and deactivated_at is null`);
  if (known.length < ids.length) throw new HubError('bad_mention');
}

/** Each hears of it once, however often they are named. */
export function tellMentioned(hub: Hub, tx: Tx, held: HeldConversation, byAgentId: string, mentions: readonly Mention[]): void {
  for (const agentId of new Set(mentions.map((mention) => mention.agentId)))
    notify(hub, tx, { agentId, kind: 'mention', ticketId: held.ticketId, conversationId: held.id, byAgentId });
}
