import type { Channel } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import type { PastTask, Range } from './read-history.ts';

/** Seconds from acceptance to the end of wrap-up of those whom nobody has served, or not to the end. */
export type Handling = (task: Pick<PastTask, 'queueId' | 'channel'>) => number;

/** The mean of those served in the same queue by the same channel, else by the same channel, else of all in the range. */
export async function measureHandling(db: Reader, { from, to }: Range): Promise<Handling> {
  const rows = await db.all<{ queueId: string; channel: Channel; served: number; seconds: number }>(sql`
    select queue_id, channel::text, count(*) as served, sum(extract(epoch from ended_at - assigned_at))::float8 as seconds
    from tasks where needed_at >= ${from} and needed_at < ${to} and assigned_at is not null and ended_at is not null group by queue_id, channel`);
  const mean = (of: typeof rows): number | undefined => {
    const served = of.reduce((sum, row) => sum + row.served, 0);
    return served > 0 ? of.reduce((sum, row) => sum + row.seconds, 0) / served : undefined;
  };
  const all = mean(rows) ?? 0;
  return ({ queueId, channel }) => {
    const alike = rows.filter((row) => row.channel === channel);
    return mean(alike.filter((row) => row.queueId === queueId)) ?? mean(alike) ?? all;
  };
}
