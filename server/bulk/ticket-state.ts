import type { TicketKind, TicketStatus } from '../contract/statuses.ts';
import type { Reader } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** Of a ticket, what an act on many can change. */
export interface TicketState {
  readonly status: TicketStatus;
  readonly assigneeId: string | null;
  readonly queueId: string;
  readonly kind: TicketKind;
  readonly categoryId: string | null;
}

export const readState = (db: Reader, ticketId: string): Promise<TicketState | undefined> =>
  db.maybe<TicketState>(sql`select status::text, assignee_id, queue_id, kind::text, category_id from tickets where id = ${ticketId}`);
