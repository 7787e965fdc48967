import { v7 as uuid } from 'uuid';
import { sql } from '../../db/sql.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/** Ask for a look through the whole base. One that waits already is not asked for twice. Returns its id. */
export async function requestDuplicates(hub: Hub, agentId: string): Promise<string> {
  return hub.db.transact(async (tx) => {
    await tx.all(sql`lock table duplicate_runs in share row exclusive mode`);
    const waiting = await tx.maybe<{ id: string }>(sql`select id from duplicate_runs where state = 'queued'`);
    if (waiting) return waiting.id;
    const id = uuid();
    tx.write(
      sql`insert into duplicate_runs (id, state, requested_by_id, requested_at) values (${id}, 'queued', ${agentId}, ${hub.clock.now()})`,
    );
    record(hub, tx, { name: 'duplicates.requested', actor: agentActor(agentId), data: { runId: id } });
    return id;
  });
}
