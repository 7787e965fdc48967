import type { CallNews } from '../../../channel-adapters/calls.ts';
import { setNotResponding } from '../../agents/set-not-responding.ts';
import { subjectsOf } from '../../conversations/lock-conversation.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import { returnTask } from '../../routing/return-task.ts';
import { addCallEntry } from '../add-call-entry.ts';
import { endCall } from '../record-ended.ts';
import { attemptOf, holdCallback } from './held-callback.ts';
import { endAttempt, recordCustomerUnreachable } from './record-customer-unreachable.ts';

/**
 * A callback is over. Once both were connected it ends like any call. Before that either the customer hung up before hearing
 * anybody, which is as if nobody had answered; or the agent's phone was lost: then the customer's stops ringing and the need
 * goes back to its place, unless the agent has ended the task on purpose.
 */
export async function recordCallbackEnded(hub: Hub, conversationId: string, news: NonNullable<CallNews['callback']>): Promise<void> {
  if (news.legId !== undefined) await recordCustomerUnreachable(hub, conversationId, { reason: 'hung_up', legId: news.legId });
  await hub.db.transact(async (tx) => {
    const found = await holdCallback(tx, conversationId);
    if (!found || isOfAnother(news, found.callback)) return;
    const { held, callback } = found;
    const wasConnected = held.callState === 'connected' || (news.legId !== undefined && !callback.diallingSince);
    if (wasConnected) return endCall(hub, tx, held);
    if (held.callState !== 'connecting') return;
    enqueue(tx, { job: 'hang-up-call', payload: { conversationId } });
    endAttempt(hub, tx, conversationId);
    if (held.taskState !== 'assigned') return;
    const entryId = addCallEntry(hub, tx, conversationId, { type: 'agent_unreachable' }, held.taskAgentId);
    record(hub, tx, { name: 'call.agent_unreachable', actor: theHub, ...subjectsOf(held), entryId, data: {} });
    await returnTask(hub, tx, held, 'agent_unreachable');
    if (held.taskAgentId) await setNotResponding(hub, tx, held.taskAgentId, 'phone_unreachable');
  });
}

function isOfAnother({ attempt, legId }: NonNullable<CallNews['callback']>, callback: Parameters<typeof attemptOf>[0]): boolean {
  if (attempt !== undefined && attempt !== attemptOf(callback)) return true;
  return legId !== undefined && callback.legId !== null && callback.legId !== legId;
}
