import type { Channel } from '../contract/statuses.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';

/** A pending offer, held together with its conversation. */
export interface HeldOffer {
  readonly reservationId: string;
  readonly taskId: string;
  readonly agentId: string;
  readonly channel: Channel;
  readonly conversationId: string;
  readonly ticketId: string;
  readonly customerId: string;
  readonly queueId: string;
}

/**
 * Settle an offer in its agent's name: one conditional update, so that of two answers, or an answer and the deadline,
 * exactly one counts. Throws `not_found`, `offer_expired` or `offer_taken`.
 */
export async function settleOffer(
  hub: Hub,
  tx: Tx,
  reservationId: string,
  agentId: string,
  outcome: 'accepted' | 'rejected',
): Promise<HeldOffer> {
  const now = hub.clock.now();
  tx.write(
    sql`select 1 from conversations c join tasks t on t.conversation_id = c.id join reservations r on r.task_id = t.id where r.id = ${reservationId} for update of c`,
  );
  const offer = await tx.maybe<HeldOffer>(sql`
    update reservations r set state = ${outcome}, answered_at = ${now} from tasks t
    where r.id = ${reservationId} and r.agent_id = ${agentId} and r.state = 'pending' and r.expires_at > ${now} and t.id = r.task_id
    returning r.id as reservation_id, r.task_id, r.agent_id, t.channel::text, t.conversation_id, t.ticket_id, t.customer_id, t.queue_id`);
  if (offer) return offer;
  const found = await tx.maybe<{ state: string }>(
    sql`select state::text from reservations where id = ${reservationId} and agent_id = ${agentId}`,
  );
  if (!found) throw new HubError('not_found');
  throw new HubError(
    found.state === 'pending' || found.state === 'timed_out' || found.state === 'canceled' ? 'offer_expired' : 'offer_taken',
    found.state,
  );
}
