import { v7 as uuid } from 'uuid';
import type { FollowUpTrigger } from '../contract/follow-ups.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { activeRules, isFor, type Rule, usualAgent } from './active-rules.ts';
import { type About, factsOf } from './facts-of.ts';

const DAY = 86_400_000;
/** What should have been done so long ago is not begun any more: it came in late, from files (days). */
const TOO_LATE = 30;

/**
 * Something has happened that rules may ask to follow up: plan it, by what is known of it now. Called again it changes
 * nothing, moves what is planned when the dates have changed, or withdraws it when there is no reason left.
 */
export async function planFollowUps(hub: Hub, about: About): Promise<void> {
  await hub.db.transact(async (tx) => {
    const facts = await factsOf(tx, about);
    const rules = await activeRules(tx, Object.keys(facts.at).filter(isTrigger));
    for (const rule of rules) {
      const at = facts.at[rule.trigger];
      const key = `${rule.id}:${facts.key}`;
      if (at && at >= rule.createdAt) await plan(hub, tx, rule, { ...facts, key, dueAt: new Date(at.getTime() + rule.afterDays * DAY) });
      else await withdraw(hub, tx, key);
    }
  });
}

const isTrigger = (name: string): name is FollowUpTrigger => name.length > 0;

interface Plan {
  readonly customerId: string;
  readonly ticketId: string | null;
  readonly key: string;
  readonly dueAt: Date;
}

async function plan(hub: Hub, tx: Tx, rule: Rule, { customerId, ticketId, key, dueAt }: Plan): Promise<void> {
  const now = hub.clock.now();
  if (dueAt.getTime() < now.getTime() - TOO_LATE * DAY) return;
  const planned = await tx.maybe<{ id: string; ownerId: string | null; isNew: boolean }>(sql`
    insert into follow_ups as f (id, customer_id, ticket_id, rule_id, key, text, owner_id, due_at, created_at, purpose)
    select ${uuid()}, ${customerId}::uuid, ${ticketId}::uuid, ${rule.id}, ${key}, ${rule.text.en}, ${usualAgent}, ${dueAt}, ${now}, ${rule.purpose}
    from customers c where c.id = (select coalesce(merged_into_id, id) from customers where id = ${customerId}) and c.erased_at is null and ${isFor(rule)}
    on conflict (key) do update set due_at = excluded.due_at where f.done_at is null and f.reminded_at is null and f.due_at <> excluded.due_at
    returning f.id, f.owner_id, xmax = 0 as is_new`);
  if (!planned) return;
  const event = { actor: theHub, customerId, agentId: planned.ownerId };
  if (planned.isNew) record(hub, tx, { name: 'follow_up.made', ...event, data: { followUpId: planned.id, cause: rule.trigger } });
  else record(hub, tx, { name: 'follow_up.changed', ...event, data: { followUpId: planned.id, fields: ['dueAt'] } });
}

/** The reason is gone and nobody was told yet: an order canceled, a ticket open again. */
async function withdraw(hub: Hub, tx: Tx, key: string): Promise<void> {
  const gone = await tx.maybe<{ id: string; customerId: string; ownerId: string | null }>(sql`
    delete from follow_ups where key = ${key} and done_at is null and reminded_at is null returning id, customer_id, owner_id`);
  if (!gone) return;
  const event = { actor: theHub, customerId: gone.customerId, agentId: gone.ownerId };
  record(hub, tx, { name: 'follow_up.withdrawn', ...event, data: { followUpId: gone.id, reason: 'no_reason_left' } });
}
