import type { Tx } from '../../server/db/database.ts';
import { sql } from '../../server/db/sql.ts';
import type { Passerby } from './busy-days/crowd.ts';
import type { Acquaintance } from './people.ts';
import type { History } from './rows.ts';
import { toJson } from './to-json.ts';

/** Write the customers with the addresses that are theirs. */
export function writeCustomers(tx: Tx, customers: readonly Acquaintance[]): void {
  tx.write(sql`
    insert into customers (id, kind, name, language, tier, external_id, occupation, city, birthday, manner, since)
    select id, kind, name, language, tier, external_id, occupation, city, birthday, manner, since
    from jsonb_populate_recordset(null::customers, ${toJson(customers)})`);
  const points = customers.flatMap((customer) =>
    Object.values(customer.points).flatMap((point) =>
      point ? [{ ...point, customerId: customer.id, contactPointId: point.id, createdAt: customer.since }] : [],
    ),
  );
  tx.write(
    sql`insert into contact_points (id, kind, value) select id, kind, value from jsonb_populate_recordset(null::contact_points, ${toJson(points)})`,
  );
  tx.write(sql`
    insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at)
    select id, customer_id, contact_point_id, evidence, created_at from jsonb_populate_recordset(null::contact_point_links, ${toJson(points)})`);
}

/** Write those who came by: a name and a number. */
export function writeCrowd(tx: Tx, crowd: readonly Passerby[]): void {
  tx.write(sql`
    insert into customers (id, name, language, tier, since) select id, name, language, tier, since from jsonb_populate_recordset(null::customers, ${toJson(crowd)})`);
  const points = crowd.map(({ id, since, phone }) => ({ ...phone, customerId: id, contactPointId: phone.id, createdAt: since }));
  tx.write(
    sql`insert into contact_points (id, kind, value) select id, kind, value from jsonb_populate_recordset(null::contact_points, ${toJson(points)})`,
  );
  tx.write(sql`
    insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at)
    select id, customer_id, contact_point_id, evidence, created_at from jsonb_populate_recordset(null::contact_point_links, ${toJson(points)})`);
}

/** Write what happened with them, in the order in which one refers to the other. */
export function writeHistory(tx: Tx, { orders, tickets, conversations, entries, calls, tasks, events }: History): void {
  tx.write(sql`
    insert into orders (id, customer_id, number, placed_at, currency, amount, status, items)
    select id, customer_id, number, placed_at, currency, amount, status, items from jsonb_populate_recordset(null::orders, ${toJson(orders)})`);
  tx.write(sql`
    insert into tickets (id, number, customer_id, queue_id, kind, status, subject, assignee_id, created_at, updated_at)
    select id, number, customer_id, queue_id, kind, status, subject, assignee_id, created_at, updated_at
    from jsonb_populate_recordset(null::tickets, ${toJson(tickets)})`);
  tx.write(sql`select setval(pg_get_serial_sequence('tickets', 'number'), (select max(number) from tickets))`);
  tx.write(sql`
    insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, subject, last_seq, created_at, last_entry_at)
    select id, customer_id, inbox_id, channel, contact_point_id, ticket_id, subject, last_seq, created_at, last_entry_at
    from jsonb_populate_recordset(null::conversations, ${toJson(conversations)})`);
  tx.write(sql`
    insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, agent_id, text, detail, external_id, client_id, status, status_at)
    select id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, agent_id, text, detail, external_id, client_id, status, status_at
    from jsonb_populate_recordset(null::entries, ${toJson(entries)})`);
  tx.write(sql`
    insert into calls (conversation_id, external_id, state, agent_id, started_at, connected_at, ended_at, end_reason)
    select conversation_id, external_id, state, agent_id, started_at, connected_at, ended_at, end_reason
    from jsonb_populate_recordset(null::calls, ${toJson(calls)})`);
  tx.write(sql`
    insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, state, agent_id, created_at,
      assigned_at, wrapping_at, ended_at, end_reason, disposition)
    select id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, skills, class_key, needed_at, state, agent_id, created_at,
      assigned_at, wrapping_at, ended_at, end_reason, disposition
    from jsonb_populate_recordset(null::tasks, ${toJson(tasks)})`);
  tx.write(sql`
    insert into events (at, name, actor_kind, actor_id, customer_id, conversation_id, seq, ticket_id, task_id, agent_id, queue_id, entry_id, data)
    select at, name, actor_kind, actor_id, customer_id, conversation_id, seq, ticket_id, task_id, agent_id, queue_id, entry_id, data
    from jsonb_populate_recordset(null::events, ${toJson(events)})`);
}
