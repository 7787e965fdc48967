import type { Twilio } from 'twilio';
import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call.js';
import { agentGone, type CallControl } from '../calls.ts';
import { DeliveryError } from '../channel-adapter.ts';
import { askTwilio, type TwilioSettings, webhookUrl } from '../twilio-client.ts';
import { ringAgentLeg, watchConference } from './connect-call.ts';
import { listLegs } from './list-legs.ts';

type RingAgent = Parameters<CallControl['ringAgent']>[0];
type RingCustomer = Parameters<CallControl['ringCustomer']>[0];

const ringSeconds = 30;
const clockDifferenceMs = 10_000;

/**
 * The agent is rung first and waits in the conference: a customer who picks up hears a person at once, never silence, and
 * nobody's phone rings for an agent who is not there. Done again, it rings nobody twice.
 */
export async function ringAgentFirst(client: Twilio, settings: TwilioSettings, command: RingAgent): Promise<void> {
  const legs = await listLegs(client, command.conversationId);
  if (legs.some((leg) => leg.label === command.agentAddress)) return;
  await ringAgentLeg(client, settings, command, watchConference(settings, command, { callback: String(command.attempt) }));
}

/** Call the customer; when answered, the document at `answered` brings them in. An earlier attempt is found, not repeated. */
export async function ringCustomer(client: Twilio, settings: TwilioSettings, command: RingCustomer): Promise<{ legId: string }> {
  const { inbox, number, callId, attemptedAt } = command;
  const earlier = attemptedAt && (await findEarlier(client, command, attemptedAt));
  if (earlier) return { legId: earlier.sid };
  const legs = await listLegs(client, command.conversationId);
  if (legs.length === 0) throw new DeliveryError(agentGone, true, 'No agent is on the line.');
  if (!legs.some(({ status }) => status === 'connected'))
    throw new DeliveryError('agent_ringing', false, 'The agent has not picked up yet.');
  const { sid } = await askTwilio(() =>
    client.calls.create({
      to: number,
      from: inbox.address,
      url: webhookUrl(settings, inbox.id, 'answered', { call: callId }),
      method: 'POST',
      timeout: ringSeconds,
      statusCallback: webhookUrl(settings, inbox.id, 'customer', { call: callId }),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: ['completed'],
    }),
  );
  return { legId: sid };
}

/** Twilio keeps no key of ours on a call: one from us to this number since that attempt is taken to be it. */
async function findEarlier(client: Twilio, { inbox, number }: RingCustomer, attemptedAt: Date): Promise<CallInstance | undefined> {
  const since = attemptedAt.getTime() - clockDifferenceMs;
  const newestFirst = await askTwilio(() => client.calls.list({ from: inbox.address, to: number, limit: 20 }));
  return newestFirst.find(({ dateCreated }) => dateCreated.getTime() >= since);
}
