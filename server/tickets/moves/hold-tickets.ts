import type { TicketStatus } from '../../contract/statuses.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { Clocks } from '../clocks/clock.ts';

/** A ticket with everything of it that a verb may change, held until the transaction ends. */
export interface HeldTicket {
  readonly id: string;
  readonly number: number;
  /** The record it is kept with, and the head of the family of records. */
  readonly recordId: string;
  readonly customerId: string;
  readonly queueId: string;
  readonly status: TicketStatus;
  readonly assigneeId: string | null;
  readonly unservedSince: Date | null;
  readonly clocks: Clocks;
  readonly updatedAt: Date;
}

/**
 * Tickets with all their conversations, held: conversations first and each kind by id, as every verb takes them, so that
 * nobody waits for one another. Throws `not_found`.
 */
export async function holdTickets(tx: Tx, ids: readonly string[]): Promise<HeldTicket[]> {
  // The locks must be statements of their own: a statement that waits still sees its other tables as they were before.
  tx.write(sql`select 1 from conversations where ticket_id = any(${[...ids]}::uuid[]) order by id for update`);
  tx.write(sql`select 1 from tickets where id = any(${[...ids]}::uuid[]) order by id for update`);
  const held = await tx.all<HeldTicket>(sql`
    select t.id, t.number, t.customer_id as record_id, coalesce(r.merged_into_id, r.id) as customer_id, t.queue_id, t.status::text, t.assignee_id,
      t.unserved_since, t.clocks, t.updated_at
    from tickets t join customers r on r.id = t.customer_id where t.id = any(${[...ids]}::uuid[])`);
  return ids.map((id) => held.find((ticket) => ticket.id === id) ?? missing());
}

export async function holdTicket(tx: Tx, id: string): Promise<HeldTicket> {
  const [ticket] = await holdTickets(tx, [id]);
  return ticket ?? missing();
}

function missing(): never {
  throw new HubError('not_found');
}

/** The ids every event of a ticket carries. */
export const subjectsOf = ({ id, customerId, queueId }: HeldTicket) => ({ ticketId: id, customerId, queueId });
