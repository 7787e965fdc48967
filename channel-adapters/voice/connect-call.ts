import type { Twilio } from 'twilio';
import type { ParticipantListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/conference/participant.js';
import type { InboxAddress } from '../addresses.ts';
import { type CallControl, callOver } from '../calls.ts';
import { DeliveryError } from '../channel-adapter.ts';
import { askTwilio, type TwilioSettings, webhookUrl } from '../twilio-client.ts';
import { saysCallIsOver } from './call-over.ts';
import { listLegs } from './list-legs.ts';
import { joinConference, recordingEvents } from './write-twiml.ts';

type Connect = Parameters<CallControl['connect']>[0];

const ringSeconds = 30;

/**
 * Bring caller and agent together in a conference named after the conversation. Done again, it changes nothing: a
 * caller who is in stays in (leaving would end the conference), an agent who is being rung is not rung twice. A caller
 * who is still in with another agent, who handed them on, goes into a new one, which ends the old.
 */
export async function connectCall(client: Twilio, settings: TwilioSettings, command: Connect): Promise<void> {
  const legs = await listLegs(client, command.conversationId);
  const isRung = legs.some((leg) => leg.label === command.agentAddress);
  if (isRung) return;
  if (legs.length !== 1 || legs[0]?.callSid !== command.callId) await moveCaller(client, settings, command);
  await ringAgentLeg(client, settings, command, command.recorded ? watchConference(settings, command) : {});
}

/** Before the agent is rung: a caller who has hung up is noticed here, and no phone rings for nothing. */
async function moveCaller(client: Twilio, settings: TwilioSettings, command: Connect): Promise<void> {
  const { callId, inbox, conversationId, recorded } = command;
  const twiml = joinConference(settings, inbox, callId, conversationId, { recorded }).toString();
  try {
    await askTwilio(() => client.calls(callId).update({ twiml }));
  } catch (refusal) {
    throw saysCallIsOver(refusal) ? new DeliveryError(callOver, true, 'The caller has hung up.') : refusal;
  }
}

/**
 * While a caller hears that the call is recorded, the agent may be the first in the conference, and it is the first whose
 * wishes for it count. `about` stands in the address that hears what happens in it.
 */
export function watchConference(
  settings: TwilioSettings,
  { inbox, callId, recorded }: Pick<Connect, 'inbox' | 'callId' | 'recorded'>,
  about: Record<string, string> = {},
): Partial<ParticipantListInstanceCreateOptions> {
  return {
    conferenceStatusCallback: webhookUrl(settings, inbox.id, 'conference', { call: callId, ...about }),
    conferenceStatusCallbackMethod: 'POST',
    conferenceStatusCallbackEvent: ['start', 'end', 'join', 'leave'],
    waitUrl: webhookUrl(settings, inbox.id, 'connecting'),
    waitMethod: 'POST',
    ...(recorded && {
      conferenceRecord: 'record-from-start',
      conferenceRecordingStatusCallback: webhookUrl(settings, inbox.id, 'call-recording', { call: callId }),
      conferenceRecordingStatusCallbackMethod: 'POST',
      conferenceRecordingStatusCallbackEvent: recordingEvents,
    }),
  };
}

/** Ring an agent for the conference of a conversation; whatever is to hold for that conference comes along. */
export async function ringAgentLeg(
  client: Twilio,
  settings: TwilioSettings,
  command: Connect,
  conference: Partial<ParticipantListInstanceCreateOptions> = {},
): Promise<void> {
  const { conversationId, agentAddress, inbox, callId } = command;
  const leg = { ...agentLeg(settings, inbox, agentAddress, callId), ...conference };
  try {
    await askTwilio(() => client.conferences(conversationId).participants.create(leg));
  } catch (refusal) {
    // Labels are unique within a conference: the same command, sent a moment ago, may have been quicker.
    const legs = await listLegs(client, conversationId);
    if (!legs.some((leg) => leg.label === agentAddress)) throw refusal;
  }
}

function agentLeg(settings: TwilioSettings, inbox: InboxAddress, agentAddress: string, callId: string) {
  return {
    to: agentAddress,
    from: inbox.address,
    label: agentAddress,
    startConferenceOnEnter: true,
    endConferenceOnExit: true,
    earlyMedia: false,
    beep: 'false',
    timeout: ringSeconds,
    statusCallback: webhookUrl(settings, inbox.id, 'agent', { call: callId, agent: agentAddress }),
    statusCallbackEvent: ['completed'],
  };
}
