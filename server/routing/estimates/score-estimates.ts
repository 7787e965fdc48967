import type { CalibrationView } from '../../contract/overflow.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';

/** An agent has accepted: what the customer was told about the wait now has its answer. Done again, it changes nothing. */
export async function scoreEstimates(hub: Hub, { taskId }: { taskId: string }): Promise<void> {
  await hub.db.all(sql`
    update wait_estimates e set actual = greatest(0, round(extract(epoch from t.assigned_at - e.at)))
    from tasks t where t.id = ${taskId} and e.task_id = t.id and e.actual is null and t.assigned_at is not null`);
}

/** How well what was told came true, by channel. */
export const readCalibration = (hub: Hub, days: number): Promise<CalibrationView[]> =>
  hub.db.all<CalibrationView>(sql`
    select t.channel::text, count(*)::int as told, avg((e.actual <= e.p50)::int)::float8 as within_p50, avg((e.actual <= e.p90)::int)::float8 as within_p90,
      avg(e.actual - e.p50)::float8 as mean_error
    from wait_estimates e join tasks t on t.id = e.task_id
    where e.actual is not null and e.at > ${new Date(hub.clock.now().getTime() - days * 86_400_000)}
    group by t.channel order by t.channel`);
