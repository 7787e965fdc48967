import type { CallNews } from '../calls.ts';
import type { WebhookReading } from '../channel-adapter.ts';
import { answerTwiml, readSid, refuse, type SignedForm } from '../twilio-webhook.ts';
import type { VoiceWebhook } from './read-voice-webhook.ts';
import { customerLabel, writeGuidance } from './write-guidance.ts';
import { nothingMore } from './write-twiml.ts';

/** The customer has picked up: what they hear is asked of the hub; without it they are not kept on the line. */
export function readAnswered({ settings, inbox, form }: VoiceWebhook): WebhookReading {
  const goodbye = nothingMore();
  goodbye.hangup();
  return {
    items: [],
    answer: answerTwiml(goodbye),
    asks: {
      callId: callOf(form),
      moment: 'answered',
      write: (guidance) => answerTwiml(writeGuidance({ settings, inbox, inQueue: false }, guidance)),
    },
  };
}

/** What became of the call to the customer. Once they were on the line, its end is the end of the call. */
export function readCustomerLeg(form: SignedForm): CallNews[] {
  const call = { kind: 'call', externalId: callOf(form), callback: { legId: readSid(form, 'CallSid') } } as const;
  const status = form.need('CallStatus');
  if (status === 'completed') return [{ ...call, type: 'ended' }];
  if (status === 'busy' || status === 'no-answer' || status === 'failed' || status === 'canceled')
    return [{ ...call, type: 'customer_unreachable', reason: status }];
  return [];
}

/** The conference of a callback: the agent comes first and is told apart by the customer's label. */
export function readCallbackConference(form: SignedForm): CallNews[] {
  const event = form.need('StatusCallbackEvent');
  const label = form.get('ParticipantLabel');
  const isCustomer = label === customerLabel;
  const attempt = Number(form.query('callback')) || 0;
  const call = {
    kind: 'call',
    externalId: callOf(form),
    callback: { attempt, ...(isCustomer && { legId: readSid(form, 'CallSid') }) },
  } as const;
  if (event === 'participant-join') return [{ ...call, type: isCustomer ? 'connected' : 'agent_ready' }];
  if (event === 'participant-leave' && label && !isCustomer)
    return [{ kind: 'call', externalId: call.externalId, agent: { address: label }, type: 'ended' }];
  if (event === 'conference-end') return [{ ...call, type: 'ended' }];
  return [];
}

const callOf = (form: SignedForm) => form.query('call') ?? refuse('the address names no call');
