import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { activeRules, isFor, type Rule, usualAgent } from './active-rules.ts';
import { tellMade } from './tell-made.ts';

const DAY = 86_400_000;

/**
 * Whoever was last in touch so many days ago. Looked for among the contacts of the time that has just become so old, a day
 * at most at once: the length of all history does not matter.
 */
export async function sweepSilence(hub: Hub): Promise<void> {
  for (const { id } of await activeRules(hub.db, ['silent'])) {
    for (let more = true; more; ) more = await hub.db.transact((tx) => step(hub, tx, id));
  }
}

/** Answers whether there is more to catch up with. */
async function step(hub: Hub, tx: Tx, ruleId: string): Promise<boolean> {
  const [rule] = (await activeRules(tx, ['silent'], sql`for update skip locked`)).filter(({ id }) => id === ruleId);
  const now = hub.clock.now();
  if (!rule || rule.sweptUntil >= now) return false;
  const until = new Date(Math.min(now.getTime(), rule.sweptUntil.getTime() + DAY));
  const made = await makeForSilent(hub, tx, rule, until);
  tellMade(hub, tx, rule.trigger, made);
  tx.write(sql`update follow_up_rules set swept_until = ${until} where id = ${rule.id}`);
  return until < now;
}

const makeForSilent = (hub: Hub, tx: Tx, rule: Rule, until: Date) =>
  tx.all<{ id: string; customerId: string; ownerId: string | null }>(sql`
    insert into follow_ups (id, customer_id, rule_id, key, text, owner_id, due_at, created_at, purpose)
    select gen_random_uuid(), c.id, ${rule.id}, ${rule.id}::text || ':silent:' || c.id || ':' || to_char(last.at at time zone 'UTC', 'YYYY-MM-DD'), ${rule.text.en},
      ${usualAgent}, last.at + ${rule.afterDays} * interval '1 day', ${hub.clock.now()}, ${rule.purpose}
    from (
      select coalesce(record.merged_into_id, record.id) as id, max(e.at) as at from events e join customers record on record.id = e.customer_id
      where e.name in ('message.received', 'message.queued', 'call.started')
        and e.at > ${rule.sweptUntil}::timestamptz - ${rule.afterDays} * interval '1 day' and e.at <= ${until}::timestamptz - ${rule.afterDays} * interval '1 day'
      group by 1) last
    join customers c on c.id = last.id
    where ${isFor(rule)} and not exists (
      select from customer_family(c.id) record join entries e on e.customer_id = record and e.kind <> 'note' and e.at > last.at)
    on conflict (key) do nothing returning id, customer_id, owner_id`);
