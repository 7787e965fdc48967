import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { lockConversation, subjectsOf } from '../lock-conversation.ts';
import { settle } from './send-scheduled.ts';

/** It is not sent after all; one that was refused is put away. Throws `already_settled_reply`. */
export async function cancelScheduled(
  hub: Hub,
  agentId: string,
  { id, conversationId }: { id: string; conversationId: string },
): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    const standing = await tx.maybe(
      sql`select from scheduled_replies where id = ${id} and (settled_at is null or outcome = 'refused') for update`,
    );
    if (!standing) throw new HubError('already_settled_reply');
    settle(hub, tx, id, 'canceled', null);
    record(hub, tx, { name: 'reply.canceled', actor: agentActor(agentId), ...subjectsOf(held), agentId, data: { scheduledId: id } });
  });
}
