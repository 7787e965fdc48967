import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Candidate, Head, Snapshot } from './decide.ts';

/** What `decide` looks at, and the versions a claim must still find. */
export interface LiveSnapshot extends Snapshot {
  readonly loadVersions: ReadonlyMap<string, number>;
}

export async function readSnapshot(db: Reader, now: Date): Promise<LiveSnapshot> {
  const agents = await readCandidates(db, now);
  if (agents.length === 0) return { heads: [], agents: [], loadVersions: new Map() };
  const heads = await readHeads(db, now);
  return {
    heads,
    agents: agents.map(({ loadVersion: _, idleSince, ...agent }) => ({ ...agent, idleSince: idleSince.getTime() })),
    loadVersions: new Map(agents.map((agent) => [agent.agentId, agent.loadVersion])),
  };
}

/**
 * The oldest task of each class, found by skipping from class to class through one index: the cost grows with the
 * number of classes, never with the length of the queue. Tasks that somebody declined stand beside their class.
 */
async function readHeads(db: Reader, now: Date): Promise<Head[]> {
  const rows = await db.all<Omit<Head, 'neededAt'> & { neededAt: Date }>(sql`
    with recursive heads as (
      (select t as task from tasks t where state = 'pending' and cooling_until is null order by class_key, needed_at, id limit 1)
      union all
      select (select t from tasks t where state = 'pending' and cooling_until is null and class_key > (heads.task).class_key
        order by class_key, needed_at, id limit 1)
      from heads where (heads.task).id is not null
    ), waiting as (
      select (task).* from heads where (task).id is not null
      union all
      select * from tasks where state = 'pending' and cooling_until is not null
    )
    select w.id as task_id, w.queue_id, w.tier, w.channel::text, w.needed_at, w.skills,
      case when w.cooling_until is null then '{}' else array(
        select distinct r.agent_id::text from reservations r join queues q on q.id = w.queue_id
        where r.task_id = w.id and r.state in ('rejected', 'timed_out') and r.answered_at > ${now}::timestamptz - q.cool_down_seconds * interval '1 second'
      ) end as cooling
    from waiting w`);
  return rows.map((row) => ({ ...row, neededAt: row.neededAt.getTime() }));
}

interface CandidateRow extends Omit<Candidate, 'idleSince'> {
  idleSince: Date;
  loadVersion: number;
}

const readCandidates = (db: Reader, now: Date): Promise<CandidateRow[]> =>
  db.all<CandidateRow>(sql`
    select a.id as agent_id, a.load_version, a.idle_since,
      array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids,
      coalesce((select jsonb_object_agg(skill, level) from agent_skills where agent_id = a.id), '{}') as skills,
      coalesce((select jsonb_object_agg(channel, "limit") from agent_capacities where agent_id = a.id), '{}') as capacity,
      coalesce((select jsonb_object_agg(channel, held) from (
        select channel, count(*) as held from tasks where agent_id = a.id and state in ('reserved', 'assigned', 'wrapping') group by channel) held
      ), '{}') as holding,
      exists (select from reservations where agent_id = a.id and state = 'pending') as being_asked
    from agents a
    where a.status = 'available' and exists (
      select from presences p where p.agent_id = a.id and (p.expires_at is null or p.expires_at > ${now}))
    order by a.id`);
