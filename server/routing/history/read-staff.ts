import type { Channel } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Range } from './read-history.ts';
import { readWindows, type Window } from './read-windows.ts';

/** Somebody who serves, as they are configured now, and when they took work. */
export interface PastAgent {
  readonly id: string;
  readonly queueIds: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  readonly capacity: Readonly<Partial<Record<Channel, number>>>;
  /** In order, apart from one another. */
  readonly windows: readonly Window[];
}

type Configured = Omit<PastAgent, 'windows'>;

/** All who serve a queue now, in the order in which equals are asked. */
export const readAgentsNow = (db: Reader): Promise<Configured[]> =>
  db.all<Configured>(sql`
    select a.id, array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids,
      coalesce((select jsonb_object_agg(skill, level) from agent_skills where agent_id = a.id), '{}') as skills,
      coalesce((select jsonb_object_agg(channel, "limit") from agent_capacities where agent_id = a.id), '{}') as capacity
    from agents a where exists (select from queue_members where agent_id = a.id) order by a.id`);

/**
 * Those who serve, with the times in which they took work. Their queues, skills and capacity are those of today: of these only the
 * present is kept.
 */
export async function readStaff(db: Reader, range: Range): Promise<PastAgent[]> {
  const [agents, windows] = await Promise.all([readAgentsNow(db), readWindows(db, range)]);
  return agents.map((agent) => ({ ...agent, windows: windows.get(agent.id) ?? [] }));
}
