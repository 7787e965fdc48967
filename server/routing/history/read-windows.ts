import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { Range } from './read-history.ts';

/** A time, in milliseconds since 1970; what has no end yet ends at Infinity. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/**
 * When each agent took work: while they were available and a console of theirs was connected, as the event log has it. Of agents
 * of whom it says nothing (a history brought along from elsewhere) the shifts in which they served, from first to last.
 */
export async function readWindows(db: Reader, range: Range): Promise<Map<string, Window[]>> {
  const [changes, shifts] = await Promise.all([readChanges(db, range), readShiftsServed(db, range)]);
  const windows = new Map<string, Window[]>();
  for (const { agentId, first, last } of shifts) {
    windows.set(agentId, [...(windows.get(agentId) ?? []), { from: first.getTime(), until: last.getTime() }]);
  }
  for (const [agentId, theirs] of byAgent(changes)) windows.set(agentId, windowsOf(theirs));
  return windows;
}

/** A change of status, or of whether a console is connected. */
interface Change {
  readonly agentId: string;
  readonly at: Date;
  readonly data: { readonly from?: string; readonly to?: string; readonly present?: boolean };
}

/** How long before a time it is looked for what an agent's status was when it began (days). */
const LOOK_BACK = 30;

const readChanges = (db: Reader, { from, to }: Range): Promise<Change[]> =>
  db.all<Change>(sql`
    select agent_id, at, data from events
    where name in ('agent.status_changed', 'agent.presence_changed') and agent_id is not null
      and at >= ${from}::timestamptz - ${LOOK_BACK} * interval '1 day' and at < ${to}
    order by at, id`);

/** Who served nobody for so long (hours) has begun another shift. */
const SHIFT_GAP = 6;

/** Whatever the time of day: a shift may go across midnight. */
const readShiftsServed = (db: Reader, { from, to }: Range): Promise<{ agentId: string; first: Date; last: Date }[]> =>
  db.all<{ agentId: string; first: Date; last: Date }>(sql`
    with served as (
      select agent_id, assigned_at, coalesce(ended_at, assigned_at) as free_at,
        max(coalesce(ended_at, assigned_at)) over (partition by agent_id order by assigned_at, id rows between unbounded preceding and 1 preceding) as before
      from tasks where needed_at >= ${from} and needed_at < ${to} and agent_id is not null and assigned_at is not null
    ), numbered as (
      select *, count(*) filter (where assigned_at - before > ${SHIFT_GAP} * interval '1 hour') over (partition by agent_id order by assigned_at) as shift
      from served
    )
    select agent_id, min(assigned_at) as first, max(free_at) as last from numbered group by agent_id, shift order by agent_id, first`);

function byAgent(changes: readonly Change[]): Map<string, Change[]> {
  const grouped = new Map<string, Change[]>();
  for (const change of changes) {
    const theirs = grouped.get(change.agentId);
    if (theirs) theirs.push(change);
    else grouped.set(change.agentId, [change]);
  }
  return grouped;
}

/** Before the first change of a kind it was as that change found it. */
function windowsOf(changes: readonly Change[]): Window[] {
  let available = changes.find(({ data }) => data.to !== undefined)?.data.from === 'available';
  let present = changes.find(({ data }) => data.present !== undefined)?.data.present !== true;
  const moments = changes.map(({ at, data }) => {
    available = data.to === undefined ? available : data.to === 'available';
    present = data.present ?? present;
    return { at: at.getTime(), works: available && present };
  });
  return spansOf([{ at: -Infinity, works: worksAtFirst(changes) }, ...moments]);
}

const worksAtFirst = (changes: readonly Change[]): boolean =>
  changes.find(({ data }) => data.to !== undefined)?.data.from === 'available' &&
  changes.find(({ data }) => data.present !== undefined)?.data.present !== true;

/** From each moment at which somebody begins to work to the next at which they do not. */
function spansOf(moments: readonly { at: number; works: boolean }[]): Window[] {
  const turns = moments.filter(({ works }, i) => works !== (moments[i - 1]?.works ?? false));
  return turns
    .flatMap(({ at, works }, i) => (works ? [{ from: at, until: turns[i + 1]?.at ?? Infinity }] : []))
    .filter(({ from, until }) => from < until);
}
