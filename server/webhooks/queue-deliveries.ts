import type { Database } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { toldEvents } from './told-events.ts';

/**
 * Make a delivery of every event that has been committed since a target was last looked at. As in the feed the cursor is a
 * snapshot, so that no event is missed however long its transaction took; the unique key makes a second look harmless.
 */
export async function queueDeliveries(hub: Hub, targetId: string): Promise<void> {
  const now = hub.clock.now();
  await hub.db.all(sql`
    with target as (select id, events, told_until, told_until::pg_snapshot as seen from webhook_targets where id = ${targetId}),
    queued as (
      insert into webhook_deliveries (id, target_id, event_id, created_at, due_at)
      select gen_random_uuid(), t.id, e.id, ${now}, ${now} from target t join events e
        on e.tx >= pg_snapshot_xmin(t.seen) and not pg_visible_in_snapshot(e.tx, t.seen) and ${isWanted}
      order by e.id on conflict (target_id, event_id) do nothing)
    update webhook_targets t set told_until = pg_current_snapshot()::text from target
    where t.id = target.id and t.told_until = target.told_until`);
}

/** Whether target `t` wants event `e`. */
export const isWanted: Sql = sql`e.name = any(${[...toldEvents]}::text[]) and (cardinality(t.events) = 0 or e.name = any(t.events))`;

/** The moment from which a new target is told of everything. */
export const tellFromNow: Sql = sql`pg_current_snapshot()::text`;

/** Targets that may be served now; with `due` only those for which something is due. */
export const readTargets = (db: Database, now: Date, due: boolean): Promise<{ id: string }[]> =>
  db.all(sql`
    select t.id from webhook_targets t
    where t.ended_at is null and t.paused_at is null and (t.rest_until is null or t.rest_until <= ${now})
      ${due ? sql`and exists (select from webhook_deliveries d where d.target_id = t.id and d.delivered_at is null and d.given_up_at is null and d.due_at <= ${now})` : sql``}`);

export const countTargets = async (db: Database): Promise<number> =>
  (await db.one<{ count: number }>(sql`select count(*)::int as count from webhook_targets where ended_at is null`)).count;
