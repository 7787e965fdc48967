import type { Channel } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';

/** Tasks that differ only by age, with when each of the oldest was needed (milliseconds since 1970, oldest first). */
export interface LineClass {
  readonly queueId: string;
  readonly tier: string;
  readonly channel: Channel;
  readonly skills: Readonly<Record<string, number>>;
  readonly neededAt: readonly number[];
}

/** An agent at work: available, with a console. */
export interface LineAgent {
  readonly id: string;
  readonly queueIds: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  /** Channels of which they take any at all. */
  readonly channels: readonly Channel[];
  /** Channels of which they could take one more now. */
  readonly room: readonly Channel[];
  /** Tasks they began within the window. */
  readonly started: number;
}

/** Who waits, who serves and how fast: what every estimate is made of. */
export interface WaitingLine {
  readonly at: Date;
  readonly classes: readonly LineClass[];
  readonly agents: readonly LineAgent[];
  readonly windowSeconds: number;
  /** Of tasks finished within the window: how many, and the mean time an agent held one (seconds). */
  readonly finished: { readonly count: number; readonly meanSeconds: number | null };
}

/** So many of each class are counted; a place further back is told as "more than". */
export const COUNTED = 200;
const WINDOW_SECONDS = 1800;
/** However many ask, the line is read no more often than this (milliseconds). */
const FRESH_FOR = 2000;

const known = new WeakMap<Hub, { line: WaitingLine; readAt: number }>();

/** The line as it was at most two seconds ago: one read serves every caller, visitor and page that asks meanwhile. */
export async function currentLine(hub: Hub, db: Reader = hub.db): Promise<WaitingLine> {
  const last = known.get(hub);
  const now = hub.clock.now();
  const isFresh = last && performance.now() - last.readAt < FRESH_FOR && Math.abs(now.getTime() - last.line.at.getTime()) < FRESH_FOR;
  if (isFresh) return last.line;
  const line = await readLine(db, now);
  known.set(hub, { line, readAt: performance.now() });
  return line;
}

/** Cost: classes × `COUNTED` index entries at most, whatever the length of the queue. */
export async function readLine(db: Reader, now: Date): Promise<WaitingLine> {
  const since = new Date(now.getTime() - WINDOW_SECONDS * 1000);
  const [classes, agents, finished] = await Promise.all([readClasses(db), readAgentsAtWork(db, now, since), readFinished(db, since)]);
  return { at: now, classes, agents, windowSeconds: WINDOW_SECONDS, finished };
}

/** From class to class through the index of what waits, as the router looks for its heads. */
async function readClasses(db: Reader): Promise<LineClass[]> {
  const rows = await db.all<Omit<LineClass, 'neededAt'> & { neededAt: Date[] }>(sql`
    with recursive classes as (
      (select class_key from tasks where state = 'pending' and cooling_until is null and held_until is null order by class_key limit 1)
      union all
      select (select t.class_key from tasks t
        where t.state = 'pending' and t.cooling_until is null and t.held_until is null and t.class_key > classes.class_key
        order by t.class_key limit 1)
      from classes where class_key is not null
    )
    select eldest.* from classes, lateral (
      select (array_agg(queue_id))[1] as queue_id, (array_agg(tier))[1] as tier, (array_agg(channel::text))[1] as channel, (array_agg(skills))[1] as skills,
        array_agg(needed_at order by needed_at) as needed_at
      from (
        select * from tasks t where t.state = 'pending' and t.cooling_until is null and t.held_until is null and t.class_key = classes.class_key
        order by needed_at, id limit ${COUNTED}) eldest
    ) eldest where classes.class_key is not null and eldest.queue_id is not null`);
  return rows.map((row) => ({ ...row, neededAt: row.neededAt.map((at) => at.getTime()) }));
}

const readAgentsAtWork = (db: Reader, now: Date, since: Date): Promise<LineAgent[]> =>
  db.all<LineAgent>(sql`
    with started as (
      select agent_id, count(*)::int as started from events where name = 'reservation.accepted' and at > ${since} and at <= ${now} group by agent_id)
    select a.id, a.room::text[] as room, coalesce(s.started, 0) as started,
      array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids,
      coalesce((select jsonb_object_agg(skill, level) from agent_skills where agent_id = a.id), '{}') as skills,
      array(select channel::text from agent_capacities where agent_id = a.id and "limit" > 0) as channels
    from agents a left join started s on s.agent_id = a.id
    where a.status = 'available' and exists (select from presences p where p.agent_id = a.id and (p.expires_at is null or p.expires_at > ${now}))`);

const readFinished = (db: Reader, since: Date): Promise<WaitingLine['finished']> =>
  db.one<WaitingLine['finished']>(sql`
    select count(*)::int as count, avg(extract(epoch from t.ended_at - t.assigned_at))::float8 as mean_seconds
    from (select task_id from events where name = 'task.completed' and at > ${since} order by at desc limit 200) done
    join tasks t on t.id = done.task_id and t.assigned_at is not null`);
