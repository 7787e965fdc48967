import { violatedConstraint } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/** An agent has read some of their notices (all, without `ids`), or wants to come back to them. Their other windows hear of it. */
export async function markNotices(
  hub: Hub,
  agentId: string,
  { ids, read }: { ids?: readonly string[] | undefined; read: boolean },
): Promise<void> {
  const which = ids ? sql`and id = any(${[...ids]}::uuid[])` : sql``;
  const now = hub.clock.now();
  await hub.db
    .transact(async (tx) => {
      const changed = await tx.all<{ id: string }>(sql`
        update notices set read_at = ${read ? now : null}
        where agent_id = ${agentId} and (read_at is null) = ${read} ${which} returning id`);
      if (changed.length === 0) return;
      const noticeIds = changed.length > 200 ? [] : changed.map(({ id }) => id);
      record(hub, tx, { name: 'notices.marked', actor: agentActor(agentId), agentId, data: { read, noticeIds } });
    })
    .catch((error: unknown) => {
      // There is newer news of the same ticket, unread: that one says it all.
      if (violatedConstraint(error) !== 'notices_one_watched') throw error;
    });
}
