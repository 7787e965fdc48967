import { v7 as uuid } from 'uuid';
import type { RatingBody } from '../../contract/record.ts';
import { findRecord } from '../../customers/profiles/find-record.ts';
import { valueDue } from '../../customers/value/value-due.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { agentActor, record } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';

/**
 * Record how a customer judged us, under the key of where it comes from; the same again changes nothing. Returns its id.
 * Throws `unknown_customer`, `unknown_ticket`, `unknown_agent`, or `rating_of_another` when the key is that of somebody else's.
 */
export async function putRating(hub: Hub, authorId: string, { customer, ...rating }: RatingBody): Promise<string> {
  return hub.db.transact(async (tx) => {
    const customerId = await findRecord(tx, customer);
    const { externalId, ticketId, agentId, score, comment, at } = rating;
    await requireThere(tx, customerId, rating);
    const put = await tx.maybe<{ id: string; isNew: boolean }>(sql`
      insert into ratings as r (id, customer_id, ticket_id, agent_id, score, comment, at, external_id)
      values (${uuid()}, ${customerId}, ${ticketId}, ${agentId}, ${score}, ${comment}, ${at}, ${externalId})
      on conflict (external_id) do update set ticket_id = excluded.ticket_id, agent_id = excluded.agent_id, score = excluded.score,
        comment = excluded.comment, at = excluded.at
      where r.customer_id in (select customer_family(excluded.customer_id))
        and (r.ticket_id, r.agent_id, r.score, r.comment, r.at) is distinct from (excluded.ticket_id, excluded.agent_id, excluded.score, excluded.comment, excluded.at)
      returning r.id, xmax = 0 as is_new`);
    if (put) {
      valueDue(tx, customerId, hub.clock.now());
      record(hub, tx, {
        name: put.isNew ? 'rating.given' : 'rating.changed',
        actor: agentActor(authorId),
        customerId,
        ticketId,
        data: { score, ratingId: put.id },
      });
      return put.id;
    }
    const same = await tx.maybe<{ id: string }>(
      sql`select id from ratings where external_id = ${externalId} and customer_id in (select customer_family(${customerId}))`,
    );
    if (!same) throw new HubError('rating_of_another', externalId);
    return same.id;
  });
}

async function requireThere(tx: Tx, customerId: string, { ticketId, agentId }: Pick<RatingBody, 'ticketId' | 'agentId'>): Promise<void> {
  if (
    ticketId &&
    !(await tx.maybe(sql`select 1 from tickets where id = ${ticketId} and customer_id in (select customer_family(${customerId}))`))
  )
    throw new HubError('unknown_ticket', ticketId);
  if (agentId && !(await tx.maybe(sql`select 1 from agents where id = ${agentId}`))) throw new HubError('unknown_agent', agentId);
}
