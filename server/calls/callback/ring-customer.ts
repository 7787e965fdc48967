import { agentGone } from '../../../channel-adapters/calls.ts';
import { DeliveryError } from '../../../channel-adapters/channel-adapter.ts';
import { subjectsOf } from '../../conversations/lock-conversation.ts';
import { sql } from '../../db/sql.ts';
import { record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { JobRun } from '../../jobs/job-run.ts';
import { addCallEntry } from '../add-call-entry.ts';
import { checkLater } from '../check-call.ts';
import { checkCallback } from './check-callback.ts';
import { attemptOf, type CallbackRow, holdCallback, isUnderWay } from './held-callback.ts';
import { recordCallbackEnded } from './record-callback-ended.ts';
import { recordCustomerUnreachable } from './record-customer-unreachable.ts';

/** The agent is on the line: now the customer's phone may ring. News of an earlier attempt changes nothing. */
export async function agentReady(hub: Hub, conversationId: string, attempt: number): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdCallback(tx, conversationId);
    if (!found || !isUnderWay(found.held, found.callback) || attemptOf(found.callback) !== attempt) return;
    enqueue(tx, { job: 'ring-customer', payload: { conversationId, attempt }, key: `ring ${conversationId} ${attempt}` });
  });
}

/**
 * Ring the customer. That it is being tried is written down first: should this process die in between, the next run asks
 * the carrier for that call instead of ringing twice.
 */
export async function ringCustomer(hub: Hub, payload: { conversationId: string; attempt: number }, run: JobRun): Promise<void> {
  const begun = await begin(hub, payload);
  const control = hub.channels.voice?.calls;
  if (!begun || !control) return;
  const { callback, inboxId } = begun;
  const inbox = (await hub.catalog.current()).inboxes.find(({ id }) => id === inboxId);
  if (!inbox) return;
  try {
    const { number, callId, conversationId, diallingSince } = callback;
    const { legId } = await control.ringCustomer({
      callId,
      inbox,
      number,
      conversationId,
      ...(diallingSince ? { attemptedAt: diallingSince } : {}),
    });
    await keepLeg(hub, callback, legId);
    // Of a call found again the news may have come while nobody was here to hear it.
    if (diallingSince) await checkCallback(hub, conversationId);
  } catch (error) {
    if (!(error instanceof DeliveryError) || (!error.permanent && !run.last)) throw error;
    hub.log.warn({ code: error.code, conversationId: payload.conversationId }, 'customer could not be called');
    if (error.code === agentGone) return recordCallbackEnded(hub, payload.conversationId, {});
    await recordCustomerUnreachable(hub, payload.conversationId, { reason: 'failed' });
  }
}

/** The callback as it was before this run, and where it rings from. */
async function begin(hub: Hub, { conversationId, attempt }: { conversationId: string; attempt: number }) {
  return hub.db.transact(async (tx) => {
    const found = await holdCallback(tx, conversationId);
    if (!found || !isUnderWay(found.held, found.callback) || attemptOf(found.callback) !== attempt || found.callback.legId)
      return undefined;
    const { held, callback } = found;
    if (!callback.diallingSince) {
      const now = hub.clock.now();
      tx.write(
        sql`update callbacks set attempts = ${attempt}, dialling_since = ${now}, last_attempt_at = ${now} where task_id = ${callback.taskId}`,
      );
      const entryId = addCallEntry(hub, tx, conversationId, { type: 'callback_dialled' }, held.taskAgentId);
      record(hub, tx, { name: 'callback.dialled', actor: theHub, ...subjectsOf(held), entryId, data: { attempt } });
    }
    return { callback, inboxId: held.inboxId };
  });
}

/** From here on the customer's leg is the call: it can be handed on, put back and ended like any other. */
async function keepLeg(hub: Hub, { conversationId, taskId }: CallbackRow, legId: string): Promise<void> {
  await hub.db.transact(async (tx) => {
    const found = await holdCallback(tx, conversationId);
    // They may have picked up before the carrier's answer was here; an attempt that is over has no leg any more.
    const isAlive = found?.held.callState === 'connecting' || found?.held.callState === 'connected';
    if (!found || !isAlive || found.callback.legId) return;
    tx.write(sql`update callbacks set leg_id = ${legId} where task_id = ${taskId}`);
    tx.write(sql`update calls set external_id = ${legId} where conversation_id = ${conversationId}`);
    enqueue(tx, checkLater(hub, conversationId));
  });
}
