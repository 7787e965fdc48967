import type { FieldValue } from '../../contract/archive-fields.ts';
import type { TicketKind, TicketStatus } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';

/** A ticket with what it is about, held until the transaction ends. */
export interface HeldMatter {
  readonly id: string;
  readonly customerId: string;
  readonly queueId: string;
  readonly assigneeId: string | null;
  readonly status: TicketStatus;
  readonly subject: string;
  readonly kind: TicketKind;
  readonly categoryId: string | null;
  readonly rootCauseId: string | null;
  readonly rootCauseNote: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** Throws `not_found`. */
export async function holdMatter(tx: Tx, id: string): Promise<HeldMatter> {
  const held = await tx.maybe<HeldMatter>(sql`
    select id, customer_id, queue_id, assignee_id, status::text, subject, kind::text, category_id, root_cause_id, root_cause_note, fields
    from tickets where id = ${id} for update`);
  if (!held) throw new HubError('not_found');
  return held;
}

/** The ids that events of a ticket carry. */
export const subjectsOfMatter = ({ id, customerId, queueId, assigneeId }: HeldMatter) => ({
  ticketId: id,
  customerId,
  queueId,
  agentId: assigneeId,
});
