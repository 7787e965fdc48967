import type { Caller } from '../auth/identify-caller.ts';
import type { CareView } from '../contract/follow-ups.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { readOpportunities } from '../sales/present-opportunity.ts';
import { segmentsOf } from '../segments/segments-of.ts';
import { readFollowUps } from './present-follow-up.ts';
import { readReach } from './read-reach.ts';

/** What is being done, and was done, for a customer beside serving them. `customerId` may be any record of theirs. */
export async function readCare(hub: Hub, caller: Caller, customerId: string): Promise<CareView> {
  const family = sql`(select customer_family(${customerId}))`;
  const head = await hub.db.one<{ id: string }>(sql`select coalesce(merged_into_id, id) as id from customers where id = ${customerId}`);
  const [opportunities, open, past, segments, reach] = await Promise.all([
    readOpportunities(hub.db, sql`o.customer_id in ${family} order by o.closed_at desc nulls first, o.updated_at desc, o.id limit 50`),
    readFollowUps(hub, sql`f.customer_id in ${family} and f.done_at is null order by f.due_at, f.id limit 50`),
    readFollowUps(hub, sql`f.customer_id in ${family} and f.done_at is not null order by f.done_at desc, f.id desc limit 20`),
    segmentsOf(hub, caller, customerId),
    readReach(hub, [head.id], 'service'),
  ]);
  return { opportunities, open, past, segments, reach: reach.get(head.id) ?? [] };
}
