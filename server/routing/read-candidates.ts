import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Candidate, Head } from './decide.ts';

/** Up to so many available agents all of them are looked at, so that the receipt can say of everybody why not. */
const FEW = 50;

/** An agent as `decide` sees them, and the version a claim must still find. */
export interface LiveCandidate extends Candidate {
  readonly loadVersion: number;
}

/** An agent `a` as `decide` sees them. */
export const candidateColumns = sql`a.id as agent_id, a.load_version, a.idle_since,
      array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids,
      coalesce((select jsonb_object_agg(skill, level) from agent_skills where agent_id = a.id), '{}') as skills,
      coalesce((select jsonb_object_agg(channel, "limit") from agent_capacities where agent_id = a.id), '{}') as capacity,
      coalesce((select jsonb_object_agg(channel, held) from (
        select channel, count(*) as held from tasks where agent_id = a.id and state in ('reserved', 'assigned', 'wrapping') group by channel) held
      ), '{}') as holding,
      exists (select from reservations where agent_id = a.id and state = 'pending')
        or exists (select from handovers where to_agent_id = a.id and ended_at is null) as being_asked`;

interface CandidateRow extends Omit<LiveCandidate, 'idleSince'> {
  readonly idleSince: Date;
  readonly available: number;
}

/**
 * Who might be asked. Of many agents those of a class may take the same tasks equally well, so that the longest idle of
 * each is enough; as many more as have declined one of these tasks or are asked before, and whoever is preferred for one.
 */
export async function readCandidates(
  db: Reader,
  heads: readonly Head[],
  now: Date,
  depth: number,
): Promise<{ candidates: LiveCandidate[]; available: number }> {
  const ofEachClass = depth + Math.max(0, ...heads.map(({ cooling }) => cooling.length));
  const preferred = [...new Set(heads.flatMap(({ preferred }) => preferred ?? []))];
  // A value, not `exists`: planned as a join it would read all presences for the few agents that matter.
  const isPresent = sql`(select true from presences p where p.agent_id = a.id and (p.expires_at is null or p.expires_at > ${now}) limit 1)`;
  const rows = await db.all<CandidateRow>(sql`
    with recursive available as materialized (select count(*) as n from agents where status = 'available'),
    classes as (
      (select class_key from agents, available where n > ${FEW} and status = 'available' and room <> '{}' order by class_key limit 1)
      union all
      select (select a.class_key from agents a where a.status = 'available' and a.room <> '{}' and a.class_key > classes.class_key order by class_key limit 1)
      from classes where class_key is not null
    ), considered as (
      (select id from agents, available where n <= ${FEW} and status = 'available' limit ${FEW})
      union
      select longest.id from classes, lateral (
        select a.id from agents a where a.class_key = classes.class_key and a.status = 'available' and a.room <> '{}' and ${isPresent}
        order by a.idle_since, a.id limit ${ofEachClass}) longest
      union
      select unnest(${preferred}::uuid[])
    )
    select available.n as available, agent.* from considered, available, lateral (
      select ${candidateColumns} from agents a where a.id = considered.id and a.status = 'available' and ${isPresent} offset 0) agent
    order by agent_id`);
  return {
    candidates: rows.map(({ idleSince, available: _, ...agent }) => ({ ...agent, idleSince: idleSince.getTime() })),
    available: rows[0]?.available ?? 0,
  };
}
