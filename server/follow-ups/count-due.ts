import type { Caller } from '../auth/identify-caller.ts';
import { maySeeCustomer } from '../auth/permissions.ts';
import type { DueCounts } from '../contract/follow-ups.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';

const DAY = 86_400_000;
/** Of what is open to all more than these need not be counted. */
const ENOUGH = 100;

/** How much is due for this person until the end of the day that began at `today`. */
export function countDue(db: Reader, caller: Caller, today: Date): Promise<DueCounts> {
  const end = new Date(today.getTime() + DAY);
  const mine = sql`from follow_ups f where f.owner_id = ${caller.id} and f.done_at is null and ${maySeeCustomer(caller, sql`f.customer_id`)}`;
  return db.one<DueCounts>(sql`
    select (select count(*)::int ${mine} and f.due_at < ${end}) as mine,
      (select count(*)::int ${mine} and f.due_at < ${today}) as overdue,
      (select count(*)::int from (
        select from follow_ups f where f.owner_id is null and f.done_at is null and f.due_at < ${end} and ${maySeeCustomer(caller, sql`f.customer_id`)}
        order by f.due_at limit ${ENOUGH}) open) as open,
      (select count(*)::int from opportunities o where o.owner_id = ${caller.id} and o.closed_at is null and o.next_step_at < ${end}
        and ${maySeeCustomer(caller, sql`o.customer_id`)}) as steps`);
}
