import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Hub } from '../../hub.ts';

/** Throws `root_cause_missing` for a ticket of a kind that is not done before somebody said why it came about. */
export async function requireRootCause(hub: Hub, tx: Tx, ticketId: string): Promise<void> {
  const asking = hub.catalog.known().taxonomy.kinds.flatMap(({ kind, rootCauseRequired }) => (rootCauseRequired ? [kind] : []));
  if (asking.length === 0) return;
  const unexplained = await tx.maybe(
    sql`select from tickets where id = ${ticketId} and kind = any(${asking}::ticket_kind[]) and root_cause_id is null`,
  );
  if (unexplained) throw new HubError('root_cause_missing');
}
