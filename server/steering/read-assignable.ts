import type { Catalog } from '../catalog/read-catalog.ts';
import type { AssignmentRefusal } from '../contract/steering.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Candidate, Head } from '../routing/decide.ts';
import { candidateColumns } from '../routing/read-candidates.ts';
import { type HeadRow, headColumns, toHead } from '../routing/read-heads.ts';

/** An agent as `decide` sees them, and what it never sees: those who are not there, and a call that really goes on. */
export interface Assignable extends Candidate {
  readonly name: string;
  readonly isThere: boolean;
  readonly onACall: boolean;
}

interface AssignableRow extends Omit<Assignable, 'idleSince'> {
  readonly idleSince: Date;
}

/** Agents `a` by a condition. */
export async function readAssignable(db: Reader, now: Date, condition: Sql): Promise<Assignable[]> {
  const rows = await db.all<AssignableRow>(sql`
    select a.name, ${candidateColumns},
      a.status = 'available' and exists (select from presences p where p.agent_id = a.id and (p.expires_at is null or p.expires_at > ${now})) as is_there,
      exists (select from tasks t where t.agent_id = a.id and t.channel = 'voice' and t.state = 'assigned') as on_a_call
    from agents a where ${condition} order by a.name, a.id`);
  return rows.map(({ idleSince, ...agent }) => ({ ...agent, idleSince: idleSince.getTime() }));
}

/** What no supervisor can overrule: nobody would answer. */
export function refusalOf({ isThere, onACall, beingAsked }: Assignable): AssignmentRefusal | null {
  if (!isThere) return 'agent_not_available';
  if (onACall) return 'agent_on_a_call';
  return beingAsked ? 'agent_being_asked' : null;
}

/** A task that waits or rings, as `decide` would see it; undefined once somebody has it. */
export async function readWaitingTask(db: Reader, catalog: Catalog, taskId: string, now: Date): Promise<Head | undefined> {
  const row = await db.maybe<HeadRow>(
    sql`select ${headColumns(now)} from tasks w where w.id = ${taskId} and w.state in ('pending', 'reserved')`,
  );
  return row && toHead(catalog, row, now.getTime()).head;
}
