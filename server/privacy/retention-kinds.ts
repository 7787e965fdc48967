import type { RetentionKind } from '../contract/privacy.ts';
import { type Sql, sql } from '../db/sql.ts';
import { syntax } from './place.ts';
import { places } from './places.ts';

/** Things of a kind that are kept for a time only. */
export interface Kept {
  readonly table: 'entries' | 'tickets' | 'attachments' | 'raw_items' | 'page_visits' | 'import_parts' | 'webhook_deliveries';
  /** Rows `x` that are older than the rule allows and that nobody needs any more. */
  overdue(before: Date): Sql;
  /** What goes of those rows; they themselves, where there is nothing here. */
  readonly emptied?: Sql;
}

/** Customers whose data must be kept. */
const held = sql`(select customer_family(h.customer_id) from legal_holds h where h.ended_at is null)`;
/** Whoever works on a ticket needs all of it, and for some time after. */
const isOver = (ticketId: Sql, before: Date): Sql => sql`exists (
  select from tickets t where t.id = ${ticketId} and t.status in ('solved', 'closed') and t.updated_at < ${before} and t.customer_id not in ${held})`;
const isRecording = sql`f.content_type like 'audio/%'`;

const attached = (before: Date, which: Sql): Sql => sql`exists (
  select from attachments f join entries e on e.id = f.entry_id where f.id = x.id and ${which} and e.at < ${before} and ${isOver(sql`e.ticket_id`, before)})`;

const detailOfCalls =
  places.flatMap(({ table, erasing }) => (table === 'entries' && erasing !== 'delete' ? [erasing.detail ?? ''] : []))[0] ?? '';

export const keptKinds: Record<RetentionKind, Kept> = {
  message_bodies: {
    table: 'entries',
    overdue: (before) =>
      sql`x.at < ${before} and (x.text <> '' or x.html is not null or x.detail ? 'mail') and ${isOver(sql`x.ticket_id`, before)}`,
    emptied: sql`text = '', html = null, detail = ${syntax(detailOfCalls)}`,
  },
  ticket_texts: {
    table: 'tickets',
    overdue: (before) => sql`x.updated_at < ${before} and ${isOver(sql`x.id`, before)}
      and (x.subject <> '' or exists (select from conversations v where v.ticket_id = x.id and v.subject is not null))`,
    emptied: sql`subject = ''`,
  },
  attachments: { table: 'attachments', overdue: (before) => attached(before, sql`not ${isRecording}`) },
  recordings: { table: 'attachments', overdue: (before) => attached(before, isRecording) },
  raw_items: {
    table: 'raw_items',
    overdue: (before) => sql`x.received_at < ${before} and x.state <> 'received' and length(x.content) > 0 and not exists (
      select from entries e join tickets t on t.id = e.ticket_id where e.inbox_id = x.inbox_id and e.external_id = x.message_id
        and (t.status not in ('solved', 'closed') or t.customer_id in ${held}))`,
    emptied: sql`content = '', detail = null`,
  },
  page_visits: { table: 'page_visits', overdue: (before) => sql`x.at < ${before} and x.customer_id not in ${held}` },
  import_files: {
    table: 'import_parts',
    overdue: (before) => sql`exists (select from import_runs i where i.id = x.import_id and coalesce(i.ended_at, i.created_at) < ${before}
      and (i.ended_at is not null or i.state in ('uploading', 'uploaded')))`,
  },
  webhook_deliveries: {
    table: 'webhook_deliveries',
    overdue: (before) => sql`x.created_at < ${before} and (x.delivered_at is not null or x.given_up_at is not null)`,
  },
};
