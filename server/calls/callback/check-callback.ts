import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { attemptOf, holdCallback, isUnderWay } from './held-callback.ts';
import { recordCustomerUnreachable } from './record-customer-unreachable.ts';

/**
 * A callback under way of which we may have missed the news: that the agent is on the line (the customer is rung then, or
 * it turns out that nobody waits for them), or that the customer did not answer.
 */
export async function checkCallback(hub: Hub, conversationId: string): Promise<void> {
  const legId = await hub.db.transact(async (tx) => {
    const found = await holdCallback(tx, conversationId);
    if (!found || !isUnderWay(found.held, found.callback)) return null;
    const attempt = attemptOf(found.callback);
    if (!found.callback.legId)
      enqueue(tx, { job: 'ring-customer', payload: { conversationId, attempt }, key: `ring ${conversationId} ${attempt}` });
    return found.callback.legId;
  });
  if (legId && (await hub.channels.voice?.calls?.isOver(legId)))
    await recordCustomerUnreachable(hub, conversationId, { reason: 'failed', legId });
}
