import { lockConversation, subjectsOf } from '../conversations/lock-conversation.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { returnTask } from './return-task.ts';

/** Take back what rings at an agent who no longer takes work; the tasks keep their place. Who is available again by now keeps theirs. */
export async function withdrawOffers(hub: Hub, { agentId }: { agentId: string }): Promise<void> {
  const ringing = await hub.db.all<{ id: string; conversationId: string; reason: string }>(sql`
    select r.id, t.conversation_id, a.status::text as reason from reservations r join tasks t on t.id = r.task_id join agents a on a.id = r.agent_id
    where r.agent_id = ${agentId} and r.state = 'pending' and a.status <> 'available'`);
  for (const { id, conversationId, reason } of ringing) {
    await hub.db.transact(async (tx) => {
      const held = await lockConversation(tx, conversationId);
      const withdrawn = await tx.maybe(
        sql`update reservations set state = 'canceled', answered_at = ${hub.clock.now()} where id = ${id} and state = 'pending' returning id`,
      );
      if (!withdrawn) return;
      record(hub, tx, { name: 'reservation.canceled', actor: theHub, ...subjectsOf(held), agentId, data: { reservationId: id, reason } });
      await returnTask(hub, tx, held, 'agent_gone');
    });
  }
}
