import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

/** An agent's load became less: claims made on the old picture fail, and who now holds nothing is idle from this moment. */
export function freeAgent(hub: Hub, tx: Tx, agentId: string): void {
  tx.write(sql`
    update agents a set load_version = load_version + 1,
      idle_since = case when exists (select from tasks where agent_id = a.id and state in ('reserved', 'assigned', 'wrapping')) then idle_since else ${hub.clock.now()} end
    where id = ${agentId}`);
}
