import { refreshRoom } from '../agents/refresh-room.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

/** An agent's load became less: who now holds nothing is idle from this moment. */
export function freeAgent(hub: Hub, tx: Tx, agentId: string): void {
  refreshRoom(
    tx,
    agentId,
    sql`idle_since = case
      when exists (select from tasks where agent_id = a.id and state in ('reserved', 'assigned', 'wrapping')) then idle_since
      else ${hub.clock.now()} end,`,
  );
}
