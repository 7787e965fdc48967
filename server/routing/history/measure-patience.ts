import type { Channel } from '../../contract/statuses.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { meanPatience } from '../staffing/measure-patience.ts';
import type { PastTask, Range } from './read-history.ts';

/** Mean patience of those who come to a queue by a channel, in seconds; Infinity where nobody gave up. */
export type Patience = (task: Pick<PastTask, 'queueId' | 'channel'>) => number;

/** Measured from those who gave up and from those who were answered before they would have (Kaplan–Meier). */
export async function measurePatience(db: Reader, { from, to }: Range): Promise<Patience> {
  const rows = await db.all<{ queueId: string; channel: Channel; seconds: number; gaveUp: boolean; count: number }>(sql`
    select queue_id, channel::text, round(extract(epoch from coalesce(assigned_at, ended_at) - needed_at))::int as seconds,
      assigned_at is null and end_reason = 'abandoned' as gave_up, count(*) as count
    from tasks where needed_at >= ${from} and needed_at < ${to} and coalesce(assigned_at, ended_at) >= needed_at group by 1, 2, 3, 4`);
  const means = new Map<string, number>();
  return ({ queueId, channel }) => {
    const key = `${queueId} ${channel}`;
    const known = means.get(key) ?? meanPatience(rows.filter((row) => row.queueId === queueId && row.channel === channel));
    means.set(key, known);
    return known;
  };
}

/**
 * How long somebody would have waited of whom we only know that they had not given up after `waited` milliseconds: exponential, as
 * Erlang A has it, so what they had waited already says nothing of the rest. By chance, but always the same for the same id.
 */
export function assumePatience(id: string, waited: number, meanSeconds: number): number {
  if (meanSeconds === Infinity) return Infinity;
  const chance = Number.parseInt(id.replaceAll('-', '').slice(-12), 16) / 2 ** 48;
  return waited + 1 + Math.round(-meanSeconds * 1000 * Math.log1p(-chance));
}
