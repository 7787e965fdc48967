import { randomUUID } from 'node:crypto';
import type { Tx } from '../../../server/db/database.ts';
import { json, sql } from '../../../server/db/sql.ts';
import { planNight } from '../../../server/privacy/plan-night.ts';
import { newWebhookSecret } from '../../../server/webhooks/sign-delivery.ts';

const DAY = 86_400_000;

export interface PrivacySetting {
  readonly now: Date;
  readonly adminId: string;
  /** Somebody who quarrels with us: their data must be kept. */
  readonly heldId: string;
}

/** How long things are kept, one customer who was erased and one who must not be, and a shop that is told of events; it is paused, as nobody answers there. */
export function writePrivacy(tx: Tx, { now, adminId, heldId }: PrivacySetting): void {
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  for (const [kind, days] of [
    ['page_visits', 730],
    ['raw_items', 365],
    ['webhook_deliveries', 90],
  ] as const)
    tx.write(sql`insert into retention_rules (kind, days, by_agent_id, updated_at) values (${kind}, ${days}, ${adminId}, ${ago(200)})`);
  planNight(tx, now);
  tx.write(sql`
    insert into legal_holds (id, customer_id, reason, by_agent_id, at) values (${randomUUID()}, ${heldId}, 'Dispute about an installation', ${adminId}, ${ago(40)})`);
  writeErased(tx, adminId, ago(75));
  writeTarget(tx, adminId, ago(30), ago(2));
}

function writeErased(tx: Tx, adminId: string, at: Date): void {
  const id = randomUUID();
  tx.write(sql`insert into customers (id, tier, since) values (${id}, 'standard', ${new Date(at.getTime() - 400 * DAY)})`);
  tx.write(sql`
    insert into orders (id, customer_id, number, placed_at, currency, amount, status, items)
    values (${randomUUID()}, ${id}, 'NW-90017', ${new Date(at.getTime() - 390 * DAY)}, 'EUR', 18900, 'delivered', ${json([{ name: 'Water filter', quantity: 1, amount: 18900 }])})`);
  tx.write(sql`update customers set erased_at = ${at} where id = ${id}`);
  tx.write(sql`
    insert into erasures (id, customer_id, reason, by_agent_id, at, records, counts, done_at)
    values (${randomUUID()}, ${id}, 'Asked for it by letter', ${adminId}, ${at}, ${[id]}::uuid[], ${json({ customers: 1, contact_points: 2, contact_point_links: 2, entries: 9, attachments: 1, orders: 1 })}, ${at})`);
}

function writeTarget(tx: Tx, adminId: string, createdAt: Date, pausedAt: Date): void {
  const id = randomUUID();
  tx.write(sql`
    insert into webhook_targets (id, label, url, secret, events, created_at, created_by_id, paused_at, told_until)
    values (${id}, 'Northwind web shop', 'https://shop.northwind.example/hooks/touchline', ${newWebhookSecret()}, ${['ticket.opened', 'ticket.status_changed']}, ${createdAt}, ${adminId}, ${pausedAt}, pg_current_snapshot()::text)`);
  tx.write(sql`
    insert into webhook_deliveries (id, target_id, event_id, created_at, due_at, attempts, last_at, status, error, delivered_at, given_up_at)
    select gen_random_uuid(), ${id}, e.id, e.at, e.at, case when n = 4 then 9 when n = 9 then 2 else 1 end, e.at, case when n = 4 then 500 else 200 end, null,
      case when n <> 4 then e.at end, case when n = 4 then e.at + interval '1 day' end
    from (select e.id, e.at, row_number() over (order by e.at desc) as n from events e
      where e.name in ('ticket.opened', 'ticket.status_changed') and e.at between ${createdAt} and ${pausedAt} order by e.at desc limit 14) e`);
}
