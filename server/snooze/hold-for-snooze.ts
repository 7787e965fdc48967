import type { TicketStatus } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';

export interface HeldTicket {
  readonly id: string;
  readonly status: TicketStatus;
  readonly assigneeId: string | null;
  readonly customerId: string;
  readonly queueId: string;
}

/** A ticket, held until the transaction ends, after its conversations: as everywhere, so that nobody waits for one another. */
export async function holdForSnooze(tx: Tx, ticketId: string): Promise<HeldTicket> {
  tx.write(sql`select 1 from conversations where ticket_id = ${ticketId} order by id for update`);
  const ticket = await tx.maybe<HeldTicket>(
    sql`select id, status::text, assignee_id, customer_id, queue_id from tickets where id = ${ticketId} for update`,
  );
  if (!ticket) throw new HubError('not_found');
  return ticket;
}

export interface StandingSnooze {
  readonly id: string;
  readonly ticketId: string;
  readonly agentId: string;
  readonly taskIds: readonly string[];
}

export const standingSnooze = (tx: Tx, ticketId: string): Promise<StandingSnooze | undefined> =>
  tx.maybe<StandingSnooze>(
    sql`select id, ticket_id, agent_id, task_ids from snoozes where ticket_id = ${ticketId} and ended_at is null for update`,
  );
