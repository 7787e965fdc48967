import { v7 as uuid } from 'uuid';
import { json, type Sql, sql } from '../../server/db/sql.ts';
import type { TestHub } from './hub.ts';

/** Somebody whose every word and address holds `mark`: wherever that is found later, something of them was left. */
export interface Planted {
  readonly id: string;
  readonly mark: string;
  readonly phone: string;
  readonly ticketId: string;
  readonly entryId: string;
  readonly orderId: string;
}

export interface PlantWish {
  readonly mark: string;
  readonly agentId: string;
  readonly mergedIntoId?: string | undefined;
  /** A contact point of somebody else that is theirs too. */
  readonly sharedPointId?: string | undefined;
  /** Somebody they are known not to be. */
  readonly notId?: string | undefined;
  readonly ticketStatus?: 'open' | 'closed' | undefined;
}

/** A customer with a row in every place where a person's data can stand. */
export async function plantPerson(test: TestHub, wish: PlantWish): Promise<Planted> {
  const { mark, agentId } = wish;
  const now = test.clock.now();
  const [id, ticketId, conversationId, entryId, taskId, orderId, pointId] = [uuid(), uuid(), uuid(), uuid(), uuid(), uuid(), uuid()];
  const inboxId = await test.inboxOf('email');
  const [campaignId, importId, runId] = [uuid(), uuid(), uuid()];
  const [sideId, sideMessageId, uploadId] = [uuid(), uuid(), uuid()];
  const phone = `+4915${(BigInt(`0x${id.replaceAll('-', '').slice(-12)}`) % 10n ** 9n).toString().padStart(9, '0')}`;
  const mail = json({ mail: { from: `${mark}@customer.example`, to: ['us@x.example'], subject: mark, quoted: mark } });
  const rows: Sql[] = [
    sql`insert into customers (id, name, language, external_id, company, occupation, city, birthday, manner, quiet_hours, fields, merged_into_id, since)
      values (${id}, ${mark}, 'en', ${`${mark}-key`}, ${mark}, ${mark}, ${mark}, '1980-04-19', ${mark}, '{"timeZone":"UTC","from":"22:00","until":"08:00"}', ${json({ note: mark })}, ${wish.mergedIntoId ?? null}, ${now})`,
    sql`insert into contact_points (id, kind, value) values (${pointId}, 'phone', ${phone}), (${uuid()}, 'email', ${`${mark}@customer.example`})`,
    sql`insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at)
      select gen_random_uuid(), ${id}, p.id, 'verified', ${now} from contact_points p where p.value in (${phone}, ${`${mark}@customer.example`})`,
    sql`insert into tickets (id, customer_id, queue_id, status, subject, created_at, updated_at)
      values (${ticketId}, ${id}, ${test.queueId}, ${wish.ticketStatus ?? 'closed'}::ticket_status, ${mark}, ${now}, ${now})`,
    sql`insert into conversations (id, customer_id, inbox_id, channel, contact_point_id, ticket_id, subject, created_at, last_entry_at)
      values (${conversationId}, ${id}, ${inboxId}, 'email', ${pointId}, ${ticketId}, ${mark}, ${now}, ${now})`,
    sql`insert into entries (id, conversation_id, seq, kind, channel, customer_id, ticket_id, inbox_id, at, text, html, detail, external_id)
      values (${entryId}, ${conversationId}, 1, 'inbound', 'email', ${id}, ${ticketId}, ${inboxId}, ${now}, ${`${mark} 漏水`}, ${`<p>${mark}</p>`}, ${mail}, ${`m-${id}`}),
        (${uuid()}, ${conversationId}, 2, 'note', 'email', ${id}, ${ticketId}, ${inboxId}, ${now}, ${`note on ${mark}`}, null, '{}', null),
        (${uuid()}, ${conversationId}, 3, 'call', 'voice', ${id}, ${ticketId}, ${inboxId}, ${now}, '', null, '{"type":"ended","seconds":7}', null)`,
    sql`insert into attachments (id, entry_id, name, content_type, size, content) values (${uuid()}, ${entryId}, ${`${mark}.png`}, 'image/png', 3, ${Buffer.from(mark)}), (${uuid()}, ${entryId}, 'voicemail.wav', 'audio/wav', 3, ${Buffer.from(mark)})`,
    sql`insert into raw_items (id, inbox_id, channel, external_id, message_id, received_at, content, state, detail) values
      (${uuid()}, ${inboxId}, 'email', ${`raw-${id}`}, ${`m-${id}`}, ${now}, ${Buffer.from(`From: ${mark}`)}, 'done', null),
      (${uuid()}, ${inboxId}, 'email', ${`quarantined-${id}`}, null, ${now}, ${Buffer.from(`From: <${mark.toUpperCase()}@CUSTOMER.example> ${mark}`)}, 'quarantined', ${mark})`,
    sql`insert into tasks (id, ticket_id, conversation_id, customer_id, queue_id, channel, tier, class_key, needed_at, state, created_at, ended_at, disposition)
      values (${taskId}, ${ticketId}, ${conversationId}, ${id}, ${test.queueId}, 'email', 'standard', '', ${now}, 'completed', ${now}, ${now}, 'resolved')`,
    sql`insert into wait_estimates (task_id, at, position, p50, p90) values (${taskId}, ${now}, 1, 1, 2)`,
    sql`insert into callbacks (task_id, conversation_id, call_id, number, requested_at) values (${taskId}, ${conversationId}, ${id}, ${phone}, ${now})`,
    sql`insert into calls (conversation_id, external_id, state, started_at) values (${conversationId}, ${`CA${id}`}, 'ended', ${now})`,
    sql`insert into orders (id, customer_id, number, placed_at, currency, amount, status, items, delivery, returns)
      values (${orderId}, ${id}, ${`SO-${id}`}, ${now}, 'EUR', 12900, 'paid', '[{"name":"Boiler","quantity":1,"amount":12900}]', ${json({ carrier: 'DHL', tracking: mark, deliveredAt: null })}, ${json([{ at: now, amount: 5, reason: mark }])})`,
    sql`insert into campaigns (id, key, label, kind, starts_at, currency) values (${campaignId}, ${`campaign-${id}`}, '{"en":"Spring"}', 'mailing', ${now}, 'EUR')`,
    sql`insert into touches (id, campaign_id, customer_id, external_id, at, cost) values (${uuid()}, ${campaignId}, ${id}, ${`${mark}@customer.example`}, ${now}, 7)`,
    sql`insert into ratings (id, customer_id, score, comment, at, external_id) values (${uuid()}, ${id}, 2, ${mark}, ${now}, ${`${mark}-rating`})`,
    sql`insert into page_visits (id, customer_id, at, url, title, external_id) values (${uuid()}, ${id}, ${now}, ${`https://shop.example/${mark}`}, ${mark}, ${`${mark}-visit`})`,
    sql`insert into consents (id, customer_id, channel, purpose, state, contact_point_id, at, proof, recorded_at) values (${uuid()}, ${id}, 'email', 'marketing', 'granted', ${pointId}, ${now}, ${json({ kind: 'form', text: mark })}, ${now})`,
    sql`insert into tier_overrides (id, customer_id, tier, reason, by_agent_id, created_at) values (${uuid()}, ${id}, 'gold', ${mark}, ${agentId}, ${now})`,
    sql`insert into tier_changes (id, customer_id, from_tier, to_tier, cause, reason, at) values (${uuid()}, ${id}, 'standard', 'gold', 'override', ${mark}, ${now})`,
    sql`insert into opportunities (id, customer_id, title, stage, next_step, lost_reason, amount, currency, created_at, updated_at) values (${uuid()}, ${id}, ${mark}, 'lost', ${mark}, ${mark}, 100, 'EUR', ${now}, ${now})`,
    sql`insert into follow_ups (id, customer_id, text, due_at, created_at) values (${uuid()}, ${id}, ${mark}, ${now}, ${now})`,
    sql`insert into import_runs (id, kind, file_name, format, state, created_by_id, created_at, ended_at) values (${importId}, 'customers', 'customers.csv', 'csv', 'done', ${agentId}, ${now}, ${now})`,
    sql`insert into import_parts (import_id, part, content) values (${importId}, 0, ${Buffer.from(mark)})`,
    sql`insert into import_rows (import_id, line, outcome, subject_id, after, problems) values (${importId}, 1, 'created', ${id}, ${json({ name: mark })}, null),
      (${importId}, 2, 'failed', null, null, ${json([{ code: 'bad', column: 'mail', value: `${mark}@customer.example` }])})`,
    sql`insert into field_changes (customer_id, field, before, after, by_agent_id, at) values (${id}, 'city', ${mark}, ${mark}, ${agentId}, ${now})`,
    sql`insert into field_checks (customer_id, field, at, by_agent_id) values (${id}, 'city', ${now}, ${agentId})`,
    sql`insert into uploads (id, agent_id, conversation_id, client_id, name, content_type, size, created_at, ready_at) values (${uploadId}, ${agentId}, ${conversationId}, ${uploadId}, ${`${mark}.txt`}, 'text/plain', 3, ${now}, ${now})`,
    sql`insert into upload_parts (upload_id, part, content) values (${uploadId}, 0, ${Buffer.from(mark)})`,
    sql`insert into duplicate_runs (id, state, requested_by_id, requested_at, ended_at) values (${runId}, 'done', ${agentId}, ${now}, ${now})`,
    sql`insert into legal_holds (id, customer_id, reason, by_agent_id, at, ended_at, ended_by_id) values (${uuid()}, ${id}, ${mark}, ${agentId}, ${now}, ${now}, ${agentId})`,
    sql`insert into events (at, name, actor_kind, customer_id, data) values (${now}, 'customer.exported', 'agent', ${id}, ${json({ reason: mark })})`,
    sql`insert into notices (id, agent_id, kind, ticket_id, detail, at) values (${uuid()}, ${agentId}, 'reminder', ${ticketId}, ${json({ text: mark })}, ${now})`,
    sql`insert into help_requests (id, conversation_id, ticket_id, queue_id, asked_by_id, question, asked_at, settled_at) values (${uuid()}, ${conversationId}, ${ticketId}, ${test.queueId}, ${agentId}, ${mark}, ${now}, ${now})`,
    sql`insert into side_conversations (id, ticket_id, inbox_id, subject, address, created_by_id, created_at, last_at) values (${sideId}, ${ticketId}, ${inboxId}, ${mark}, 'parts@supplier.example', ${agentId}, ${now}, ${now})`,
    sql`insert into side_messages (id, side_id, inbox_id, customer_id, direction, agent_id, text, mail, at) values (${sideMessageId}, ${sideId}, ${inboxId}, ${id}, 'in', null, ${mark}, ${json({ from: 'parts@supplier.example', to: [], cc: [], subject: mark })}, ${now})`,
    sql`insert into side_files (id, message_id, name, content_type, size, content) values (${uuid()}, ${sideMessageId}, ${`${mark}.pdf`}, 'application/pdf', 3, ${Buffer.from(mark)})`,
    sql`insert into entry_search (entry_id, customer_id, channel, at, words) values (${entryId}, ${id}, 'email', ${now}, to_tsvector('simple', ${mark})) on conflict do nothing`,
  ];
  if (wish.mergedIntoId) {
    rows.push(
      sql`insert into merges (id, merged_id, kept_id, reason, by_agent_id, at) values (${uuid()}, ${id}, ${wish.mergedIntoId}, ${mark}, ${agentId}, ${now})`,
    );
    rows.push(
      sql`insert into events (at, name, actor_kind, customer_id, data) values (${now}, 'customer.merged', 'agent', ${wish.mergedIntoId}, ${json({ mergeId: uuid(), mergedId: id, reason: mark })})`,
    );
  }
  if (wish.sharedPointId)
    rows.push(
      sql`insert into contact_point_links (id, customer_id, contact_point_id, evidence, created_at) values (${uuid()}, ${id}, ${wish.sharedPointId}, 'claimed', ${now})`,
    );
  if (wish.notId) {
    const [one, other] = [id, wish.notId].sort();
    rows.push(sql`insert into aparts (one_id, other_id, reason, by_agent_id, at) values (${one}, ${other}, ${mark}, ${agentId}, ${now})`);
    rows.push(
      sql`insert into duplicate_pairs (run_id, one_id, other_id, score, reasons) values (${runId}, ${one}, ${other}, 80, '{same_name}')`,
    );
    rows.push(
      sql`insert into memberships (id, member_id, group_id, role, since) values (${uuid()}, ${id}, ${wish.notId}, ${mark}, ${now})`,
    );
  }
  await test.hub.db.transact(async (tx) => {
    for (const row of rows) tx.write(row);
  });
  return { id, mark, phone, ticketId, entryId, orderId };
}

/** Every row of every table, as text, by table. */
export async function dumpEverything({ hub }: TestHub): Promise<Map<string, string[]>> {
  const tables = await hub.db.all<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const dump = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await hub.db.pool.query<{ row: string }>(`select to_jsonb(t)::text as row from "${name}" t order by 1`);
    dump.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return dump;
}
