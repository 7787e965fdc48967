import { type Catalog, promiseOf } from '../catalog/read-catalog.ts';
import { channels } from '../contract/statuses.ts';
import { json, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { calendarOf, closedFor } from '../routing/count-waiting.ts';

export interface Today {
  arrived: number;
  answered: number;
  withinPromise: number;
  abandoned: number;
  quarantined: number;
}

/** The last 24 hours in numbers. `withinPromise`: accepted before the promise in force now had run out. */
export async function readToday(hub: Hub): Promise<Today> {
  const since = new Date(hub.clock.now().getTime() - 24 * 3600_000);
  const catalog = await hub.catalog.current();
  const [counts, inWorkingTime] = await Promise.all([countAll(hub, catalog, since), countInWorkingTime(hub, catalog, since)]);
  return { ...counts, withinPromise: counts.withinPromise + inWorkingTime };
}

/** Everything but what is promised in working time and was answered: that needs the calendars. */
const countAll = (hub: Hub, catalog: Catalog, since: Date): Promise<Today> =>
  hub.db.one<Today>(sql`
    select count(*)::int as arrived,
      count(assigned_at)::int as answered,
      (count(*) filter (where p.seconds is not null and assigned_at <= needed_at + p.seconds * interval '1 second'))::int as within_promise,
      (count(*) filter (where end_reason = 'abandoned'))::int as abandoned,
      (select count(*)::int from raw_items where state = 'quarantined' and received_at > ${since}) as quarantined
    from tasks t left join (${promisesOf(catalog, (kind) => !calendarOf(catalog, kind))}) p on (p.queue_id, p.tier, p.channel) = (t.queue_id, t.tier, t.channel)
    where created_at > ${since}`);

async function countInWorkingTime(hub: Hub, catalog: Catalog, since: Date): Promise<number> {
  const rows = await hub.db.all<{ queueId: string; channel: Kind['channel']; seconds: number; neededAt: Date; assignedAt: Date }>(sql`
    select t.queue_id, t.channel::text, p.seconds, needed_at, assigned_at
    from tasks t join (${promisesOf(catalog, (kind) => calendarOf(catalog, kind) !== undefined)}) p on (p.queue_id, p.tier, p.channel) = (t.queue_id, t.tier, t.channel)
    where created_at > ${since} and assigned_at is not null`);
  return rows.filter(({ neededAt, assignedAt, seconds, ...kind }) => {
    const [from, to] = [neededAt.getTime(), assignedAt.getTime()];
    return to - from - closedFor(catalog, { ...kind, neededAt: from }, to) <= seconds * 1000;
  }).length;
}

type Kind = Parameters<typeof promiseOf>[1];

/** Seconds promised, as rows by queue, tier and channel. */
function promisesOf({ queues, tiers, policy }: Catalog, isWanted: (kind: Kind) => boolean) {
  const kinds = queues.flatMap(({ id: queueId }) =>
    tiers.flatMap(({ key: tier }) => channels.map((channel) => ({ queueId, tier, channel }))),
  );
  const rows = kinds.filter(isWanted).map((kind) => ({ ...kind, seconds: promiseOf(policy, kind) }));
  return sql`
    select "queueId" as queue_id, tier, channel, seconds
    from jsonb_to_recordset(${json(rows)}::jsonb) as ("queueId" uuid, tier text, channel channel, seconds float8)`;
}
