import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { activeRules, isFor, type Rule, usualAgent } from './active-rules.ts';
import { tellMade } from './tell-made.ts';

const DAY = 86_400_000;
/** A hub that was away for long does not congratulate late. */
const LATEST = 7 * DAY;

/** Whoever's birthday comes (or was) so many days from a day that has begun: a day at a time, found by month and day. */
export async function sweepBirthdays(hub: Hub): Promise<void> {
  for (const { id } of await activeRules(hub.db, ['birthday'])) {
    for (let more = true; more; ) more = await hub.db.transact((tx) => step(hub, tx, id));
  }
}

/** Answers whether there is another day to catch up with. */
async function step(hub: Hub, tx: Tx, ruleId: string): Promise<boolean> {
  const [rule] = (await activeRules(tx, ['birthday'], sql`for update skip locked`)).filter(({ id }) => id === ruleId);
  const now = hub.clock.now().getTime();
  if (!rule) return false;
  const from = Math.max(rule.sweptUntil.getTime(), now - LATEST);
  const day = new Date((Math.floor(from / DAY) + 1) * DAY);
  if (day.getTime() > now) return false;
  tellMade(hub, tx, rule.trigger, await makeForDay(hub, tx, rule, day));
  tx.write(sql`update follow_up_rules set swept_until = ${day} where id = ${rule.id}`);
  return day.getTime() + DAY <= now;
}

function makeForDay(hub: Hub, tx: Tx, rule: Rule, day: Date) {
  const birthday = new Date(day.getTime() - rule.afterDays * DAY);
  return tx.all<{ id: string; customerId: string; ownerId: string | null }>(sql`
    insert into follow_ups (id, customer_id, rule_id, key, text, owner_id, due_at, created_at, purpose)
    select gen_random_uuid(), c.id, ${rule.id}, ${rule.id}::text || ':birthday:' || c.id || ':' || ${String(birthday.getUTCFullYear())}::text, ${rule.text.en},
      ${usualAgent}, ${day}, ${hub.clock.now()}, ${rule.purpose}
    from customers c
    where c.birthday is not null and extract(month from c.birthday) * 100 + extract(day from c.birthday) = any(${monthDays(birthday)}::numeric[])
      and c.merged_into_id is null and ${isFor(rule)}
    on conflict (key) do nothing returning id, customer_id, owner_id`);
}

/** Those born on 29 February celebrate on the 28th where there is none. */
function monthDays(day: Date): number[] {
  const [month, date] = [day.getUTCMonth() + 1, day.getUTCDate()];
  const isLeap = new Date(Date.UTC(day.getUTCFullYear(), 1, 29)).getUTCMonth() === 1;
  return month === 2 && date === 28 && !isLeap ? [228, 229] : [month * 100 + date];
}
