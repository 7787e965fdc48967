import type { FollowUpTrigger } from '../contract/follow-ups.ts';
import type { Tx } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** What has happened, by its own key. */
export type About = { readonly orderNumber: string } | { readonly ticketId: string } | { readonly ratingId: string };

export interface Facts {
  readonly customerId: string;
  readonly ticketId: string | null;
  /** Names it within each rule. */
  readonly key: string;
  /** When that came about which a rule waits for; null: not, or not any more. */
  readonly at: { readonly [Trigger in FollowUpTrigger]?: Date | null };
}

/** A rating at which somebody should ask what went wrong. */
const LOW = 2;

/** What is known of it now; held until the transaction ends, so that two who plan it come one after the other. */
export function factsOf(tx: Tx, about: About): Promise<Facts> {
  if ('orderNumber' in about) return factsOfOrder(tx, about.orderNumber);
  return 'ticketId' in about ? factsOfTicket(tx, about.ticketId) : factsOfRating(tx, about.ratingId);
}

const nothing: Facts = { customerId: '', ticketId: null, key: '', at: {} };

async function factsOfOrder(tx: Tx, number: string): Promise<Facts> {
  const order = await tx.maybe<{ customerId: string; placedAt: Date; deliveredAt: string | null; isOff: boolean }>(sql`
    select customer_id, placed_at, delivery ->> 'deliveredAt' as delivered_at,
      status in ('canceled', 'cancelled', 'returned', 'refunded')
        or (amount > 0 and coalesce((select sum((r ->> 'amount')::bigint) from jsonb_array_elements(returns) r), 0) >= amount) as is_off
    from orders where number = ${number} for update`);
  if (!order) return nothing;
  const delivered = order.deliveredAt && !order.isOff ? new Date(order.deliveredAt) : null;
  const at = { order_placed: order.isOff ? null : order.placedAt, order_delivered: delivered };
  return { customerId: order.customerId, ticketId: null, key: `order:${number}`, at };
}

async function factsOfTicket(tx: Tx, ticketId: string): Promise<Facts> {
  const ticket = await tx.maybe<{ customerId: string; isSolved: boolean; updatedAt: Date }>(
    sql`select customer_id, status in ('solved', 'closed') as is_solved, updated_at from tickets where id = ${ticketId} for update`,
  );
  if (!ticket) return nothing;
  // Closing what was solved is no second solving: the first one counts.
  const since = await tx.maybe<{ at: Date }>(sql`
    select at from events where ticket_id = ${ticketId} and name = 'ticket.status_changed' and data ->> 'to' in ('solved', 'closed')
      and data ->> 'from' not in ('solved', 'closed') order by id desc limit 1`);
  const solved = ticket.isSolved ? (since?.at ?? ticket.updatedAt) : null;
  return { customerId: ticket.customerId, ticketId, key: `ticket:${ticketId}`, at: { ticket_solved: solved } };
}

async function factsOfRating(tx: Tx, ratingId: string): Promise<Facts> {
  const rating = await tx.maybe<{ customerId: string; ticketId: string | null; score: number; at: Date }>(
    sql`select customer_id, ticket_id, score, at from ratings where id = ${ratingId} for update`,
  );
  if (!rating) return nothing;
  return { ...rating, key: `rating:${ratingId}`, at: { low_rating: rating.score <= LOW ? rating.at : null } };
}
