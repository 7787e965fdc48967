import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

/** Throws `unknown_agent` unless this is somebody, or nobody on purpose. */
export async function requireAgent(tx: Tx, agentId: string | null | undefined): Promise<void> {
  if (agentId && !(await tx.maybe(sql`select from agents where id = ${agentId} and deactivated_at is null`)))
    throw new HubError('unknown_agent', agentId);
}
