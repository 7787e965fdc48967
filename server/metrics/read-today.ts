import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';

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
  const { policy } = await hub.catalog.current();
  return hub.db.one<Today>(sql`
    select count(*)::int as arrived,
      count(assigned_at)::int as answered,
      (count(*) filter (where assigned_at <= needed_at + (coalesce((${JSON.stringify(policy.promises)}::jsonb -> tier ->> channel::text)::numeric, 86400) * interval '1 second')))::int as within_promise,
      (count(*) filter (where end_reason = 'abandoned'))::int as abandoned,
      (select count(*)::int from raw_items where state = 'quarantined' and received_at > ${since}) as quarantined
    from tasks where created_at > ${since}`);
}
