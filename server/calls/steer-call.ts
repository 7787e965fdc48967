import { callOver } from '../../channel-adapters/calls.ts';
import { DeliveryError } from '../../channel-adapters/channel-adapter.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { recordAgentUnreachable } from './record-agent-unreachable.ts';
import { recordEnded } from './record-ended.ts';
import { noteTold, recordedCall } from './recordings/recorded-call.ts';

interface Steered {
  conversationId: string;
  callId: string;
  inboxId: string;
  agentAddress: string | null;
}

/** Bring the caller and the agent who accepted together. Without a way to reach the agent the caller goes back to their place. */
export async function connectCall(hub: Hub, { taskId }: { taskId: string }, run: JobRun): Promise<void> {
  const call = await hub.db.maybe<Steered>(sql`
    select c.conversation_id, c.external_id as call_id, v.inbox_id, a.phone_address as agent_address
    from tasks t join calls c on c.conversation_id = t.conversation_id join conversations v on v.id = t.conversation_id join agents a on a.id = t.agent_id
    where t.id = ${taskId} and t.state = 'assigned' and c.state = 'connecting'`);
  if (!call) return;
  const inbox = (await hub.catalog.current()).inboxes.find(({ id }) => id === call.inboxId);
  const control = hub.channels.voice?.calls;
  if (!control || !inbox || !call.agentAddress) return recordAgentUnreachable(hub, call.conversationId);
  try {
    const { callId, agentAddress, conversationId } = call;
    const recorded = await recordedCall(hub, conversationId);
    await control.connect({ callId, inbox, agentAddress, conversationId, recorded });
    if (recorded?.say) await noteTold(hub, conversationId);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    // It was not the agent who could not be reached.
    if (error.code === callOver) return recordEnded(hub, call.conversationId);
    if (!error.permanent && !run.last) throw error;
    hub.log.warn({ code: error.code, conversationId: call.conversationId }, 'call could not be connected');
    await recordAgentUnreachable(hub, call.conversationId);
  }
}

/** An agent handed the caller on: they wait again. Whoever has accepted them meanwhile connects them in their own way. */
export async function putCallBack(hub: Hub, { conversationId }: { conversationId: string }): Promise<void> {
  const call = await hub.db.maybe<Pick<Steered, 'callId' | 'inboxId'>>(sql`
    select c.external_id as call_id, v.inbox_id from calls c join conversations v on v.id = c.conversation_id
    where c.conversation_id = ${conversationId} and c.state = 'waiting'`);
  const inbox = call && (await hub.catalog.current()).inboxes.find(({ id }) => id === call.inboxId);
  if (!call || !inbox) return;
  try {
    await hub.channels.voice?.calls?.putBack({ callId: call.callId, inbox, conversationId });
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.code !== callOver) throw error;
    await recordEnded(hub, conversationId);
  }
}

/** End whatever of a call is left at the carrier: the agent has ended it, or rings or waits alone. Harmless when nothing is. */
export async function hangUpCall(hub: Hub, { conversationId }: { conversationId: string }): Promise<void> {
  const call = await hub.db.maybe<{ externalId: string }>(sql`select external_id from calls where conversation_id = ${conversationId}`);
  if (call) await hub.channels.voice?.calls?.hangUp({ callId: call.externalId, conversationId });
}
