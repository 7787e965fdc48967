import type { Channel } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** Somebody who serves queues. */
export interface Member {
  readonly agentId: string;
  readonly queueIds: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  readonly capacity: Readonly<Partial<Record<Channel, number>>>;
}

/** Everybody who serves, whether here now or not. */
export const readMembers = (db: Reader): Promise<Member[]> =>
  db.all<Member>(sql`
    select a.id as agent_id, array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids,
      coalesce((select jsonb_object_agg(skill, level) from agent_skills where agent_id = a.id), '{}') as skills,
      coalesce((select jsonb_object_agg(channel, "limit") from agent_capacities where agent_id = a.id), '{}') as capacity
    from agents a where exists (select from queue_members where agent_id = a.id)`);

/** Those of a queue. */
export const membersOf = (members: readonly Member[], queueId: string): Member[] =>
  members.filter(({ queueIds }) => queueIds.includes(queueId));
