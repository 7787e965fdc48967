import { callOver } from '../../channel-adapters/calls.ts';
import { DeliveryError } from '../../channel-adapters/channel-adapter.ts';
import type { HandoverState, HandoverWay } from '../contract/statuses.ts';
import { sql } from '../db/sql.ts';
import { recordColleague } from '../handovers/record-colleague.ts';
import type { Hub } from '../hub.ts';
import type { JobRun } from '../jobs/job-run.ts';
import { recordEnded } from './record-ended.ts';
import { leaveOutConsult } from './recordings/leave-out-consult.ts';

interface Seating {
  readonly callId: string;
  readonly inboxId: string;
  readonly agentAddress: string | null;
  readonly handoverId: string | null;
  readonly way: HandoverWay | null;
  readonly state: HandoverState | null;
  readonly customerIn: boolean | null;
  readonly colleagueAddress: string | null;
}

/**
 * Make the call at the carrier what it is here: who is in it, who rings, whether the customer is on hold, what is recorded. Read anew each
 * time, so that done twice, late or after a crash it is right.
 */
export async function seatCall(hub: Hub, { conversationId }: { conversationId: string }, run: JobRun): Promise<void> {
  const call = await hub.db.maybe<Seating>(sql`
    select c.external_id as call_id, v.inbox_id, a.phone_address as agent_address, h.id as handover_id, h.way, h.state, h.customer_in, b.phone_address as colleague_address
    from calls c join conversations v on v.id = c.conversation_id join tasks t on t.conversation_id = v.id and t.state = 'assigned' join agents a on a.id = t.agent_id
    left join handovers h on h.task_id = t.id and h.ended_at is null left join agents b on b.id = h.to_agent_id
    where c.conversation_id = ${conversationId} and c.state = 'connected'`);
  if (call?.agentAddress) await seat(hub, conversationId, { ...call, agentAddress: call.agentAddress }, run);
}

async function seat(hub: Hub, conversationId: string, call: Seating & { readonly agentAddress: string }, run: JobRun): Promise<void> {
  const inbox = (await hub.catalog.current()).inboxes.find(({ id }) => id === call.inboxId);
  const control = hub.channels.voice?.calls;
  if (!inbox || !control) return;
  const isJoining = call.state === 'joining' || call.state === 'talking';
  const giveUp = async () => (isJoining && call.handoverId ? recordColleague(hub, call.handoverId, 'not_reached') : undefined);
  if (isJoining && !call.colleagueAddress) return giveUp();
  const agents = [{ address: call.agentAddress, ends: call.state !== 'talking' }, ...(isJoining ? colleagueOf(call) : [])];
  const onHold = call.handoverId !== null && !call.customerIn;
  await leaveOutConsult(hub, conversationId, isConsult(call));
  try {
    await control.seat({ callId: call.callId, inbox, conversationId, onHold, agents });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.code === callOver) return recordEnded(hub, conversationId);
    if (!error.permanent && !run.last) throw error;
    hub.log.warn({ code: error.code, conversationId }, 'call could not be arranged');
    await giveUp();
  }
}

/** Two colleagues speak, or are about to, and the customer does not hear them. */
const isConsult = ({ way, state, customerIn }: Seating) => way === 'consult' && state !== 'asking' && !customerIn;

const colleagueOf = ({ colleagueAddress, handoverId }: Seating) =>
  colleagueAddress && handoverId ? [{ address: colleagueAddress, ends: false, handoverId }] : [];
