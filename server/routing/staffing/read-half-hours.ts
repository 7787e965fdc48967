import type { StaffingQuery } from '../../contract/staffing.ts';
import type { Reader } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HALF_HOUR, type HalfHour } from './count-half-hours.ts';

/** Days of a calendar in some time zone: whole weeks that end with the last midnight, or only one weekday of each. */
export interface Days {
  /** When each day begins and the next one begins. */
  readonly days: readonly { readonly from: Date; readonly until: Date }[];
  readonly from: Date;
  readonly to: Date;
}

export async function readDays(db: Reader, { weeks, weekday, timeZone }: StaffingQuery, now: Date): Promise<Days> {
  const rows = await db.all<{ from: Date; until: Date }>(sql`
    select day at time zone ${timeZone} as from, (day + interval '1 day') at time zone ${timeZone} as until
    from generate_series(date_trunc('day', ${now}::timestamptz at time zone ${timeZone}) - ${weeks} * interval '7 days',
      date_trunc('day', ${now}::timestamptz at time zone ${timeZone}) - interval '1 day', interval '1 day') day
    where ${weekday ?? null}::int is null or extract(isodow from day) = ${weekday ?? null}::int order by day`);
  return { days: rows, from: rows[0]?.from ?? now, to: rows.at(-1)?.until ?? now };
}

/** Who came in each half hour of these days, all days together. Those who were not served count as work like those who were. */
export async function readHalfHours(
  db: Reader,
  { queueId, channel, weekday, timeZone }: StaffingQuery,
  { from, to }: Days,
): Promise<HalfHour[]> {
  const rows = await db.all<{ slot: number; tier: string; came: number; served: number; seconds: number }>(sql`
    select floor(extract(epoch from (needed_at at time zone ${timeZone})::time) / ${HALF_HOUR})::int as slot, tier, count(*) as came,
      count(*) filter (where assigned_at is not null and ended_at is not null) as served,
      coalesce(sum(extract(epoch from ended_at - assigned_at)) filter (where assigned_at is not null), 0)::float8 as seconds
    from tasks where needed_at >= ${from} and needed_at < ${to} and queue_id = ${queueId} and channel = ${channel}
      and (${weekday ?? null}::int is null or extract(isodow from needed_at at time zone ${timeZone}) = ${weekday ?? null}::int)
    group by slot, tier order by slot, tier`);
  const usual =
    rows.reduce((sum, { seconds }) => sum + seconds, 0) /
    Math.max(
      1,
      rows.reduce((sum, { served }) => sum + served, 0),
    );
  const halfHours = new Map<number, HalfHour>();
  for (const { slot, tier, came, served, seconds } of rows) {
    const halfHour = halfHours.get(slot) ?? { queue: queueId, channel, from: slot * HALF_HOUR, tiers: new Map() };
    halfHour.tiers.set(tier, { arrivals: came, seconds: came * (served > 0 ? seconds / served : usual) });
    halfHours.set(slot, halfHour);
  }
  return [...halfHours.values()];
}
