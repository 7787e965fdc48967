import type { StaffingQuery } from '../../contract/staffing.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { meanPatience, type Wait } from './measure-patience.ts';
import type { Days } from './read-half-hours.ts';

export interface Patience {
  /** Infinity: nobody gave up. */
  readonly meanSeconds: number;
  readonly abandoned: number;
  readonly answered: number;
}

/** How patient customers of a queue are, from those who gave up and those who were answered before they would have. */
export async function readPatience(db: Reader, { queueId, channel }: StaffingQuery, { from, to }: Days): Promise<Patience> {
  const rows = await db.all<Required<Wait>>(sql`
    select round(extract(epoch from coalesce(assigned_at, ended_at) - needed_at))::int as seconds,
      assigned_at is null and end_reason = 'abandoned' as gave_up, count(*) as count
    from tasks where needed_at >= ${from} and needed_at < ${to} and queue_id = ${queueId} and channel = ${channel}
      and coalesce(assigned_at, ended_at) >= needed_at
    group by 1, 2`);
  const count = (gaveUp: boolean) => rows.reduce((sum, row) => (row.gaveUp === gaveUp ? sum + row.count : sum), 0);
  return { meanSeconds: meanPatience(rows), abandoned: count(true), answered: count(false) };
}
