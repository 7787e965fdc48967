import { DeliveryError } from '../../../channel-adapters/channel-adapter.ts';
import { sql } from '../../db/sql.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { JobRun } from '../../jobs/job-run.ts';
import { checkLater } from '../check-call.ts';
import { recordAgentUnreachable } from '../record-agent-unreachable.ts';
import { recordedCall } from '../recordings/recorded-call.ts';
import { connectCall } from '../steer-call.ts';
import { attemptOf, type CallbackRow, holdCallback } from './held-callback.ts';

/** Somebody accepted a call: the caller on the line is brought to them, or the customer who asked for it is called. */
export async function reachCaller(hub: Hub, { taskId }: { taskId: string }, run: JobRun): Promise<void> {
  const asked = await hub.db.maybe<{ conversationId: string }>(sql`
    select c.conversation_id from callbacks c join tasks t on t.id = c.task_id and t.kind = 'callback' where c.task_id = ${taskId}`);
  return asked ? callBack(hub, taskId, asked.conversationId, run) : connectCall(hub, { taskId }, run);
}

/** Agent first: see `ringAgent` of the port. The customer is rung once the agent is on the line. */
async function callBack(hub: Hub, taskId: string, conversationId: string, run: JobRun): Promise<void> {
  const begun = await hub.db.transact(async (tx) => {
    const found = await holdCallback(tx, conversationId);
    if (!found || found.held.taskId !== taskId || found.held.taskState !== 'assigned') return undefined;
    const { held, callback } = found;
    if (held.callState === 'ended')
      tx.write(sql`
        update calls set state = 'connecting', agent_id = ${held.taskAgentId}, started_at = ${hub.clock.now()}, connected_at = null, ended_at = null, end_reason = null
        where conversation_id = ${conversationId}`);
    enqueue(tx, checkLater(hub, conversationId));
    const agent = await tx.one<{ phoneAddress: string | null }>(sql`select phone_address from agents where id = ${held.taskAgentId}`);
    return { callback, inboxId: held.inboxId, agentAddress: agent.phoneAddress };
  });
  if (begun) await ring(hub, begun, run);
}

interface Begun {
  readonly callback: CallbackRow;
  readonly inboxId: string;
  readonly agentAddress: string | null;
}

async function ring(hub: Hub, { callback, inboxId, agentAddress }: Begun, run: JobRun): Promise<void> {
  const { conversationId, callId } = callback;
  const inbox = (await hub.catalog.current()).inboxes.find(({ id }) => id === inboxId);
  const control = hub.channels.voice?.calls;
  if (!control || !inbox || !agentAddress) return recordAgentUnreachable(hub, conversationId);
  try {
    const recorded = await recordedCall(hub, conversationId, true);
    await control.ringAgent({ callId, inbox, agentAddress, conversationId, attempt: attemptOf(callback), recorded });
  } catch (error) {
    if (!(error instanceof DeliveryError) || (!error.permanent && !run.last)) throw error;
    hub.log.warn({ code: error.code, conversationId }, 'agent could not be rung for a callback');
    await recordAgentUnreachable(hub, conversationId);
  }
}
