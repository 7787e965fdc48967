import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';
import { settleOffer } from './answer-offer.ts';
import { putBack } from './return-task.ts';

/** The agent declines: the task keeps its place and the next agent is asked at once. */
export async function rejectOffer(hub: Hub, agentId: string, reservationId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const { channel: _, ...offer } = await settleOffer(hub, tx, reservationId, agentId, 'rejected');
    record(hub, tx, { name: 'reservation.rejected', actor: agentActor(agentId), ...offer, data: { reservationId } });
    await putBack(hub, tx, offer, 'declined');
  });
}
