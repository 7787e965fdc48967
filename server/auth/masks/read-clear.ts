import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import type { InClear } from './mask-answer.ts';

/** Of each of these people, the customers whose addresses they see although masked: of live tasks in their hands, and those they asked for. */
export async function readClear(hub: Pick<Hub, 'db' | 'clock'>, agentIds: readonly string[]): Promise<(agentId: string) => InClear> {
  if (agentIds.length === 0) return () => nobody;
  const rows = await hub.db.all<{ agentId: string; records: string[] }>(sql`
    select held.agent_id, array_agg(distinct family.id::text) as records from (
      select agent_id, customer_id from tasks where agent_id = any(${[...agentIds]}::uuid[]) and state in ('assigned', 'wrapping')
      union select agent_id, customer_id from unmaskings where agent_id = any(${[...agentIds]}::uuid[]) and until > ${hub.clock.now()}
    ) held, lateral (select customer_family(held.customer_id) as id) family group by held.agent_id`);
  const byAgent = new Map(rows.map(({ agentId, records }) => [agentId, new Set(records)]));
  return (agentId) => byAgent.get(agentId) ?? nobody;
}

const nobody: InClear = new Set();

/** Of one person. */
export const readOwnClear = async (hub: Pick<Hub, 'db' | 'clock'>, agentId: string): Promise<InClear> =>
  (await readClear(hub, [agentId]))(agentId);
