import { setNotResponding } from '../agents/set-not-responding.ts';
import { queueOf } from '../catalog/read-catalog.ts';
import { sql } from '../db/sql.ts';
import { record, theHub } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import type { HeldOffer } from './answer-offer.ts';
import { putBack } from './return-task.ts';

/**
 * RONA: nobody answered in time. The task keeps its place; an agent who misses several offers is not asked further. That
 * the time has come is the job queue's word, by the database's clock: asking ours as well could leave an offer for ever.
 */
export async function expireOffer(hub: Hub, { reservationId }: { reservationId: string }): Promise<void> {
  await hub.db.transact(async (tx) => {
    const now = hub.clock.now();
    tx.write(
      sql`select 1 from conversations c join tasks t on t.conversation_id = c.id join reservations r on r.task_id = t.id where r.id = ${reservationId} for update of c`,
    );
    const offer = await tx.maybe<HeldOffer>(sql`
      update reservations r set state = 'timed_out', answered_at = ${now} from tasks t
      where r.id = ${reservationId} and r.state = 'pending' and t.id = r.task_id
      returning r.id as reservation_id, r.task_id, r.agent_id, t.channel::text, t.conversation_id, t.ticket_id, t.customer_id, t.queue_id`);
    if (!offer) return;
    const { missedOffers } = await tx.one<{ missedOffers: number }>(
      sql`update agents set missed_offers = missed_offers + 1 where id = ${offer.agentId} returning missed_offers`,
    );
    record(hub, tx, { name: 'reservation.timed_out', actor: theHub, ...offer, data: { reservationId } });
    await putBack(hub, tx, offer, 'timed_out');
    const { missedOffersLimit } = queueOf(hub.catalog.known(), offer.queueId);
    if (missedOffers >= missedOffersLimit) await setNotResponding(hub, tx, offer.agentId, 'missed_offers');
  });
}
