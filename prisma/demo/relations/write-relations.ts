import { randomUUID } from 'node:crypto';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';
import { toJson } from '../to-json.ts';
import { followUps, opportunities, rules, segments } from './plans.ts';

interface Given {
  readonly now: Date;
  readonly customers: readonly { readonly id: string; readonly name: string }[];
  readonly colleagues: readonly { readonly id: string; readonly key: string }[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What is being done for the demo's customers beside serving them: segments, rules, opportunities and follow-ups due today. */
export function writeRelations(tx: Tx, { now, customers, colleagues }: Given): void {
  const customerId = (name: string) => customers.find((customer) => customer.name === name)?.id ?? '';
  const agentId = (key: string | null) => colleagues.find((colleague) => colleague.key === key)?.id ?? null;
  const hour = Math.floor(now.getTime() / HOUR) * HOUR;
  const inDays = (days: number) => new Date(hour + days * DAY);
  writeSegments(tx, now, agentId);
  writeRules(tx, now);
  const leads = opportunities.map(([customer, title, stage, amount, currency, owner, nextStep, days]) => ({
    ...{
      id: randomUUID(),
      customerId: customerId(customer),
      title,
      stage,
      amount: amount * 100,
      currency,
      ownerId: agentId(owner),
      nextStep,
    },
    nextStepAt: nextStep ? inDays(days) : null,
    lostReason: stage === 'lost' ? 'Took the cheaper offer of a local fitter' : null,
    createdAt: inDays(-20),
    updatedAt: inDays(-4),
    closedAt: stage === 'won' || stage === 'lost' ? inDays(-4) : null,
  }));
  tx.write(sql`
    insert into opportunities (id, customer_id, title, stage, amount, currency, owner_id, next_step, next_step_at, reminded_at, lost_reason, created_at, updated_at, closed_at)
    select id, customer_id, title, stage, amount, currency, owner_id, next_step, next_step_at, null, lost_reason, created_at, updated_at, closed_at
    from jsonb_populate_recordset(null::opportunities, ${toJson(leads)})`);
  const promised = followUps.map(([customer, owner, days, text]) => ({
    ...{ id: randomUUID(), customerId: customerId(customer), ownerId: agentId(owner), text },
    dueAt: inDays(days),
    createdAt: inDays(-3),
  }));
  tx.write(sql`
    insert into follow_ups (id, customer_id, text, owner_id, due_at, created_at)
    select id, customer_id, text, owner_id, due_at, created_at from jsonb_populate_recordset(null::follow_ups, ${toJson(promised)})`);
}

function writeSegments(tx: Tx, now: Date, agentId: (key: string) => string | null): void {
  const rows = segments.map(({ name, owner, filter }) => ({ id: randomUUID(), name, filter, ownerId: agentId(owner) }));
  tx.write(sql`
    insert into segments (id, name, filter, owner_id, shared_at, created_at, updated_at)
    select id, name, filter, owner_id, ${now}, ${now}, ${now} from json_to_recordset(${json(rows.map(({ ownerId, ...row }) => ({ ...row, owner_id: ownerId })))})
      as row(id uuid, name text, filter jsonb, owner_id uuid)`);
}

function writeRules(tx: Tx, now: Date): void {
  for (const { label, trigger, afterDays, tiers, text, purpose } of rules) {
    tx.write(sql`
      insert into follow_up_rules (id, label, trigger, after_days, tiers, text, purpose, created_at, swept_until)
      values (${randomUUID()}, ${json(label)}, ${trigger}, ${afterDays}, ${tiers}, ${json(text)}, ${purpose}, ${now}, ${new Date(now.getTime() - DAY)})`);
  }
}
