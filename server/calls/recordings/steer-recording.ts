import { DeliveryError } from '../../../channel-adapters/channel-adapter.ts';
import { type HeldConversation, lockConversation, subjectsOf } from '../../conversations/lock-conversation.ts';
import type { Tx } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import { type Actor, agentActor, record, theHub } from '../../events/record-event.ts';
import type { Hub } from '../../hub.ts';
import { enqueue } from '../../jobs/enqueue.ts';
import type { JobRun } from '../../jobs/job-run.ts';
import { addCallEntry } from '../add-call-entry.ts';
import { refusesRecording } from './recorded-call.ts';

export type Wanted = 'paused' | 'on';
const onTheWay = { paused: 'pausing', on: 'resuming' } as const;
/** After so many attempts the agent is told that it did not come to it. */
const enough = 4;

/**
 * The agent on the call has what follows left out of the recording (a card number), or kept in it again. That it is so is
 * known only when the carrier has done it: until then it is on its way. Throws `not_your_task`, `not_recorded` or
 * `recording_refused`.
 */
export async function steerRecording(hub: Hub, agentId: string, conversationId: string, to: Wanted): Promise<void> {
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    if (held.taskState !== 'assigned' || held.taskAgentId !== agentId) throw new HubError('not_your_task');
    const state = await stateOf(tx, conversationId);
    if (state === null) throw new HubError('not_recorded');
    // Their word stands, whatever it was paused for.
    tx.write(sql`update calls set consult_left_out = false where conversation_id = ${conversationId} and consult_left_out`);
    if (state === to || state === onTheWay[to]) return;
    if (to === 'on' && (await refusesRecording(hub, tx, conversationId))) throw new HubError('recording_refused');
    askFor(hub, tx, held, to, agentActor(agentId));
  });
}

/** The customer has said that they do not want to be recorded: what goes on now is left out. */
export async function heedRefusal(hub: Hub, { customerId }: { customerId: string }): Promise<void> {
  const live = await hub.db.all<{ id: string }>(sql`
    select v.id from calls c join conversations v on v.id = c.conversation_id
    where c.state <> 'ended' and c.recording_state in ('on', 'resuming') and v.customer_id in (select customer_family(${customerId}))`);
  for (const { id } of live)
    await hub.db.transact(async (tx) => {
      const held = await lockConversation(tx, id);
      const state = await stateOf(tx, id);
      if ((state === 'on' || state === 'resuming') && (await refusesRecording(hub, tx, id))) askFor(hub, tx, held, 'paused', theHub);
    });
}

/** Write down what is wanted and have it done. */
export function askFor(hub: Hub, tx: Tx, held: HeldConversation, to: Wanted, actor: Actor): void {
  tx.write(sql`update calls set recording_state = ${onTheWay[to]} where conversation_id = ${held.id}`);
  record(hub, tx, { name: 'call.recording_steered', actor, ...subjectsOf(held), data: { to } });
  const payload = { conversationId: held.id, agentId: actor.id };
  enqueue(tx, { job: 'steer-recording', payload, line: `recording:${held.id}` });
}

/** Have the carrier do what is wanted now. A pause that fails is told: it is still being recorded. */
export async function carryOutSteering(hub: Hub, payload: { conversationId: string; agentId: string | null }, run: JobRun): Promise<void> {
  const { conversationId } = payload;
  const call = await hub.db.maybe<{ recordingId: string; recordingState: string }>(
    sql`select recording_id, recording_state from calls where conversation_id = ${conversationId} and recording_state in ('pausing', 'resuming')`,
  );
  const control = hub.channels.voice?.calls;
  if (!call || !control) return;
  const to = call.recordingState === 'pausing' ? 'paused' : 'on';
  try {
    await control.steerRecording({ conversationId, recordingId: call.recordingId, to });
    await settle(hub, payload, call.recordingId, to);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (!error.permanent && run.attempt < enough) throw error;
    await settle(hub, payload, call.recordingId, to, error.code);
  }
}

/** It has been done, or why it was not. */
async function settle(
  hub: Hub,
  { conversationId, agentId }: { conversationId: string; agentId: string | null },
  recordingId: string,
  to: Wanted,
  errorCode?: string,
): Promise<void> {
  const state = errorCode === undefined ? to : to === 'paused' ? 'on' : 'paused';
  await hub.db.transact(async (tx) => {
    const held = await lockConversation(tx, conversationId);
    const settled = await tx.maybe(sql`
      update calls set recording_state = ${state}
      where conversation_id = ${conversationId} and recording_id = ${recordingId} and recording_state = ${onTheWay[to]} returning conversation_id`);
    if (!settled) return;
    if (errorCode !== undefined)
      return record(hub, tx, { name: 'call.recording_unsteered', actor: theHub, ...subjectsOf(held), data: { to, errorCode } });
    const type = to === 'paused' ? 'recording_paused' : 'recording_resumed';
    const entryId = addCallEntry(hub, tx, conversationId, { type }, agentId);
    record(hub, tx, { name: `call.${type}`, actor: agentId ? agentActor(agentId) : theHub, ...subjectsOf(held), entryId, data: {} });
  });
}

async function stateOf(tx: Tx, conversationId: string): Promise<string | null> {
  const call = await tx.maybe<{ recordingState: string | null }>(
    sql`select recording_state from calls where conversation_id = ${conversationId} and state <> 'ended'`,
  );
  return call?.recordingState ?? null;
}
