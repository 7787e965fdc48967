import { type Catalog, queueOf } from '../catalog/read-catalog.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { closedFor, whenWaited } from './count-waiting.ts';
import type { Head } from './decide.ts';
import { relaxesNext, relaxSkills } from './relax-skills.ts';

/** A waiting task as `headColumns` reads it. */
export interface HeadRow extends Pick<Head, 'taskId' | 'queueId' | 'tier' | 'channel' | 'skills' | 'cooling'> {
  neededAt: Date;
  preferredAgentId: string | null;
  held: boolean;
}

/** A head, and when less will be asked for it. */
export interface WaitingHead {
  readonly head: Head;
  relaxesAt(): number | undefined;
}

/** Tasks of which only the first can be the right answer, until it is taken. */
export type Line = readonly [WaitingHead, ...WaitingHead[]];

/**
 * The oldest tasks of each class, found by skipping from class to class through one index: the cost grows with the
 * number of classes, never with the length of the queue. Beside their classes stand tasks that somebody declined, and
 * those held for an agent who has room for them now. Nobody is looked for while no agent has room for anything.
 */
export async function readLines(db: Reader, catalog: Catalog, now: Date, depth: number): Promise<Line[]> {
  const rows = await db.all<HeadRow & { line: string }>(sql`
    with recursive free as materialized (select true from agents where status = 'available' and room <> '{}' order by class_key limit 1),
    classes as (
      select first.class_key from free, lateral (
        select class_key from tasks where state = 'pending' and cooling_until is null and held_until is null order by class_key limit 1) first
      union all
      select (select class_key from tasks
        where state = 'pending' and cooling_until is null and held_until is null and class_key > classes.class_key order by class_key limit 1)
      from classes where class_key is not null
    ), favoured as (
      select first.id from free, lateral (
        select preferred_agent_id as id from tasks where state = 'pending' and held_until is not null order by preferred_agent_id limit 1) first
      union all
      select (select preferred_agent_id from tasks where state = 'pending' and held_until is not null and preferred_agent_id > favoured.id
        order by preferred_agent_id limit 1)
      from favoured where favoured.id is not null
    ), waiting as (
      select eldest.*, classes.class_key as line from classes, lateral (
        select * from tasks t where state = 'pending' and cooling_until is null and held_until is null and t.class_key = classes.class_key
        order by needed_at, id limit ${depth}) eldest
      union all
      select tasks.*, id::text from free, tasks where state = 'pending' and cooling_until is not null
      union all
      select held.*, held.id::text from favoured, lateral (select id, room from agents where id = favoured.id and status = 'available' offset 0) a, lateral (
        select distinct on (class_key) t.* from tasks t
        where t.preferred_agent_id = a.id and t.state = 'pending' and t.held_until is not null and t.cooling_until is null and t.channel = any(a.room)
        order by class_key, needed_at, id) held
    )
    select ${headColumns(now)}, w.line from waiting w order by w.line, w.needed_at, w.id`);
  const lines = new Map<string, [WaitingHead, ...WaitingHead[]]>();
  for (const { line, ...row } of rows) {
    const waiting = toHead(catalog, row, now.getTime());
    const before = lines.get(line);
    if (before) before.push(waiting);
    else lines.set(line, [waiting]);
  }
  return [...lines.values()];
}

/** A waiting task `w`, with who declined it, missed it, gave it back or handed it on a moment ago. */
export const headColumns = (now: Date) => sql`
  w.id as task_id, w.queue_id, w.tier, w.channel::text, w.needed_at, w.skills, w.preferred_agent_id, coalesce(w.held_until > ${now}, false) as held,
  case when w.cooling_until is null then '{}' else array(
    select r.agent_id::text from reservations r join queues q on q.id = w.queue_id
    where r.task_id = w.id and r.state in ('rejected', 'timed_out') and r.answered_at > ${now}::timestamptz - q.cool_down_seconds * interval '1 second'
    union
    select e.actor_id::text from events e join queues q on q.id = w.queue_id
    where e.name = 'task.moved' and e.at > ${now}::timestamptz - q.cool_down_seconds * interval '1 second' and e.task_id = w.id and e.actor_kind = 'agent'
    union
    select e.agent_id::text from events e join queues q on q.id = w.queue_id
    where e.name = 'task.queued' and e.at > ${now}::timestamptz - q.cool_down_seconds * interval '1 second' and e.task_id = w.id and e.data ->> 'reason' = 'handed_back'
  ) end as cooling`;

export function toHead(
  catalog: Catalog,
  { neededAt: since, preferredAgentId, held, skills: asked, ...task }: HeadRow,
  now: number,
): WaitingHead {
  const { relaxation, preferredUnskilled } = queueOf(catalog, task.queueId);
  const neededAt = since.getTime();
  const closed = closedFor(catalog, { ...task, neededAt }, now);
  const waited = (now - neededAt - closed) / 1000;
  const skills = relaxation.length > 0 ? relaxSkills(asked, relaxation, waited) : asked;
  const next = () => (relaxation.length > 0 ? relaxesNext(asked, relaxation, waited) : undefined);
  return {
    head: {
      ...task,
      neededAt,
      skills,
      ...(closed > 0 ? { closedFor: closed } : {}),
      ...(preferredAgentId ? { preferred: preferredAgentId } : {}),
      ...(preferredAgentId && held ? { heldFor: preferredAgentId, ...(preferredUnskilled ? { unskilled: true } : {}) } : {}),
    },
    relaxesAt() {
      const after = next();
      return after === undefined ? undefined : whenWaited(catalog, { ...task, neededAt }, after);
    },
  };
}
