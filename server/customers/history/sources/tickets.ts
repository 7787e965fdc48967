import type { TicketStatus } from '../../../contract/statuses.ts';
import { sql } from '../../../db/sql.ts';
import { nearest, type Source, saying, wants } from '../page.ts';

interface Row {
  id: string;
  recordId: string;
  createdAt: Date;
  number: number;
  subject: string;
  status: TicketStatus;
  kind: string;
}

export const findTickets: Source = async (db, ask) => {
  if (!wants(ask, 'ticket')) return [];
  const except = ask.exceptTicketId ? sql`and id <> ${ask.exceptTicketId}` : sql``;
  const rows = await db.all<Row>(sql`
    select t.id, t.customer_id as record_id, t.created_at, t.number, t.subject, t.status::text, t.kind::text
    from ${nearest(sql`tickets`, sql`created_at`, ask, sql`${saying(sql`'#' || number || ' ' || subject`, ask)} ${except}`)} t`);
  return rows.map(({ recordId, createdAt, ...ticket }) => ({
    type: 'ticket',
    id: ticket.id,
    at: createdAt.toISOString(),
    of: ask.circle.of(recordId),
    ticket,
  }));
};
