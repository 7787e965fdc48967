import type { Twilio } from 'twilio';
import type { ParticipantInstance } from 'twilio/lib/rest/api/v2010/account/conference/participant.js';
import type { CallControl } from '../calls.ts';
import { DeliveryError } from '../channel-adapter.ts';
import { askTwilio, type TwilioSettings, webhookUrl } from '../twilio-client.ts';
import { saysCallIsOver } from './call-over.ts';
import { ringAgentLeg } from './connect-call.ts';
import { completeLeg } from './hang-up-call.ts';
import { listLegs } from './list-legs.ts';
import { customerLabel } from './write-guidance.ts';

type Seat = Parameters<CallControl['seat']>[0];
type Agent = Seat['agents'][number];

/**
 * The conference is compared with what it should be, and only what differs is changed: agents who are missing are rung, who
 * ends the call by leaving is settled before anybody is let go, and last the customer is put on hold or taken off it. A
 * customer who is not in it (any more) is none of its business.
 */
export async function seatCall(client: Twilio, settings: TwilioSettings, command: Seat): Promise<void> {
  const legs = await listLegs(client, command.conversationId);
  const customer = legs.find(({ callSid, label }) => callSid === command.callId || label === customerLabel);
  if (!customer) return;
  const wanted = new Map(command.agents.map((agent) => [agent.address, agent]));
  for (const agent of command.agents) await seatAgent(client, settings, command, agent, legs);
  for (const leg of legs) if (leg !== customer && !wanted.has(leg.label)) await letGo(client, leg);
  if (customer.hold !== command.onHold) await change(client, customer, { hold: command.onHold, ...holdMusic(settings, command) });
}

async function seatAgent(client: Twilio, settings: TwilioSettings, command: Seat, agent: Agent, legs: readonly ParticipantInstance[]) {
  const leg = legs.find(({ label }) => label === agent.address);
  if (leg) return leg.endConferenceOnExit === agent.ends ? undefined : change(client, leg, { endConferenceOnExit: agent.ends });
  if (!agent.handoverId) return;
  const { callId, inbox, conversationId } = command;
  await ringAgentLeg(
    client,
    settings,
    { callId, inbox, conversationId, agentAddress: agent.address },
    {
      endConferenceOnExit: agent.ends,
      statusCallback: webhookUrl(settings, inbox.id, 'colleague', { call: callId, handover: agent.handoverId }),
      statusCallbackEvent: ['answered', 'completed'],
    },
  );
}

/** One who leaves the others together must not end it. */
async function letGo(client: Twilio, leg: ParticipantInstance): Promise<void> {
  if (leg.endConferenceOnExit) await change(client, leg, { endConferenceOnExit: false });
  await completeLeg(client, leg.callSid);
}

const holdMusic = (settings: TwilioSettings, { inbox }: Seat) => ({
  holdUrl: webhookUrl(settings, inbox.id, 'hold'),
  holdMethod: 'POST',
});

type Change = { readonly endConferenceOnExit?: boolean; readonly hold?: boolean; readonly holdUrl?: string; readonly holdMethod?: string };

/** Who has left meanwhile needs no change any more. */
async function change(client: Twilio, { conferenceSid, callSid }: ParticipantInstance, to: Change): Promise<void> {
  try {
    await askTwilio(() => client.conferences(conferenceSid).participants(callSid).update(to));
  } catch (refusal) {
    if (!(refusal instanceof DeliveryError) || !saysCallIsOver(refusal)) throw refusal;
  }
}
