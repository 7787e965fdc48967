import { json, sql } from '../../db/sql.ts';
import { theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { requestFit } from './fit-values.ts';
import { shippedSettings } from './shipped-settings.ts';

/** How many customers that time alone may have changed are taken up at a heartbeat. */
const AT_ONCE = 500;
/** Below this the models say more about chance than about customers. */
const FEWEST_CUSTOMERS = 40;
const DAY = 86_400_000;

/** With the heartbeat: take up whom time alone may have changed, and let the models be fitted each night. */
export async function watchValues(hub: Hub): Promise<void> {
  await takeUpDue(hub);
  if (await isFitDue(hub)) await requestFit(hub, theHub);
}

/** What was marked and lost its job is found too. */
const takeUpDue = (hub: Hub): Promise<unknown> =>
  hub.db.all(sql`
    with due as (
      select customer_id from customer_values where due_at <= ${hub.clock.now()} order by due_at limit ${AT_ONCE} for update skip locked
    ), taken as (
      update customer_values v set due_at = null from due where v.customer_id = due.customer_id returning v.customer_id
    ), marked as (
      insert into values_due (customer_id, since) select customer_id, ${hub.clock.now()} from taken returning customer_id
    ), work as (
      select 1 where exists (select from marked) or exists (select from values_due where since < ${new Date(hub.clock.now().getTime() - 60_000)})
    )
    select graphile_worker.add_job('make-values', payload => ${json({})}::json, max_attempts => 20) from work`);

/** Once a night; the first time as soon as there is enough to learn from. */
async function isFitDue(hub: Hub): Promise<boolean> {
  const now = hub.clock.now();
  const { last, hour, customers } = await hub.db.one<{ last: Date | null; hour: number; customers: number }>(sql`
    select (select max(requested_at) from value_models) as last,
      coalesce((select (settings -> 'fitHour')::int from value_settings order by version desc limit 1), ${shippedSettings.fitHour}) as hour,
      (select count(*) from (select distinct customer_id from orders limit ${FEWEST_CUSTOMERS}) few) as customers`);
  if (customers < FEWEST_CUSTOMERS) return false;
  const tonight = new Date(now).setUTCHours(hour, 0, 0, 0);
  const latest = tonight <= now.getTime() ? tonight : tonight - DAY;
  return !last || last.getTime() < latest;
}
