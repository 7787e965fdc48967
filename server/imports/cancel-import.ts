import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { readRun } from './present-import.ts';

/** Stop an import between two batches: what was taken in stays, and can be undone. Throws `not_found` or `import_state`. */
export async function cancelImport(hub: Hub, agentId: string, importId: string): Promise<void> {
  await readRun(hub.db, importId);
  await hub.db.transact(async (tx) => {
    const canceled = await tx.maybe(sql`
      update import_runs set state = 'canceled', ended_at = ${hub.clock.now()}
      where id = ${importId} and state in ('uploaded', 'queued', 'checking', 'running') returning id`);
    if (!canceled) throw new HubError('import_state');
    record(hub, tx, { name: 'import.ended', actor: agentActor(agentId), data: { importId, state: 'canceled' } });
  });
}
