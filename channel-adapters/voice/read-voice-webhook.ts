import type { InboxAddress } from '../addresses.ts';
import type { CallNews } from '../calls.ts';
import type { WebhookReading, WebhookRequest } from '../channel-adapter.ts';
import type { TwilioSettings } from '../twilio-client.ts';
import { answerTwiml, numberIn, readSender, readSid, readSignedForm, refuse, type SignedForm } from '../twilio-webhook.ts';
import { readAnswered, readCallbackConference, readCustomerLeg } from './read-callback.ts';
import { readChoice } from './read-choice.ts';
import { readCallRecording, readRecording } from './read-recording.ts';
import { writeGuidance } from './write-guidance.ts';
import { enqueueCaller, keepWaiting, nothingMore, playOnHold, waitForAgent, waitToBeConnected } from './write-twiml.ts';

export interface VoiceWebhook {
  readonly settings: TwilioSettings;
  readonly inbox: InboxAddress;
  readonly form: SignedForm;
}

type Reader = (webhook: VoiceWebhook) => WebhookReading;

/** Understands every webhook of a call; each is signed, and each names the caller's leg. */
export function readVoiceWebhook(settings: TwilioSettings, request: WebhookRequest): WebhookReading {
  const form = readSignedForm(settings.authToken, request);
  const reader = readers.get(request.path) ?? refuse(`no webhook is called ${request.path}`);
  return reader({ settings, inbox: request.inbox, form });
}

const noDocument = answerTwiml(nothingMore());

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['call', readIncoming],
  ['wait', readWaiting],
  ['connecting', ({ inbox }) => ({ items: [], answer: answerTwiml(waitToBeConnected(inbox)) })],
  ['choice', (webhook) => ({ ...readWaiting(webhook), items: readChoice(webhook.form) })],
  ['dequeued', readDequeued],
  ['recording', ({ form }) => ({ items: readRecording(form), answer: noDocument })],
  ['call-recording', ({ form }) => ({ items: readCallRecording(form), answer: noDocument })],
  ['spoken', readSpoken],
  ['answered', readAnswered],
  ['customer', ({ form }) => ({ items: readCustomerLeg(form), answer: noDocument })],
  ['left', readLeft],
  ['status', ({ form }) => ({ items: readCallerLeg(form), answer: noDocument })],
  [
    'conference',
    ({ form }) => ({ items: form.query('callback') ? readCallbackConference(form) : readConference(form), answer: noDocument }),
  ],
  ['agent', ({ form }) => ({ items: readAgentLeg(form), answer: noDocument })],
  ['colleague', ({ form }) => ({ items: readColleagueLeg(form), answer: noDocument })],
  ['hold', ({ inbox }) => ({ items: [], answer: answerTwiml(playOnHold(inbox)) })],
]);

function readIncoming({ settings, inbox, form }: VoiceWebhook): WebhookReading {
  const externalId = readSid(form, 'CallSid');
  const from = readSender(form.need('From'), form.get('CallerName'));
  const to = form.need('To');
  if ((numberIn(to) ?? to) !== inbox.address) refuse('To is not the number of this inbox');
  const queued = answerTwiml(enqueueCaller(settings, inbox));
  return {
    items: [{ kind: 'call', type: 'incoming', externalId, from }],
    answer: queued,
    asks: {
      callId: externalId,
      moment: 'incoming',
      write: (guidance) => (guidance.next === 'wait' ? queued : answerTwiml(writeGuidance({ settings, inbox, inQueue: false }, guidance))),
    },
  };
}

/** What a caller hears while waiting, in the carrier's queue or, where that was full, outside of it. */
function readWaiting({ settings, inbox, form }: VoiceWebhook): WebhookReading {
  const inQueue = form.query('unqueued') !== 'yes';
  return {
    items: [],
    answer: answerTwiml(waitForAgent(settings, inbox, !inQueue)),
    asks: {
      callId: readSid(form, 'CallSid'),
      moment: 'waiting',
      write: (guidance) => answerTwiml(writeGuidance({ settings, inbox, inQueue }, guidance)),
    },
  };
}

/** The caller has said what they had to say. */
function readSpoken({ settings, inbox, form }: VoiceWebhook): WebhookReading {
  const callId = readSid(form, 'CallSid');
  const write: NonNullable<WebhookReading['asks']>['write'] = (guidance) =>
    answerTwiml(writeGuidance({ settings, inbox, inQueue: false }, guidance));
  return { items: [], answer: noDocument, asks: { callId, moment: 'spoken', write } };
}

/** The caller left Twilio's queue: hung up, was taken to an agent, or never got in because it was full. */
function readDequeued({ settings, inbox, form }: VoiceWebhook): WebhookReading {
  const externalId = readSid(form, 'CallSid');
  const result = form.need('QueueResult');
  if (result === 'hangup') return { items: [{ kind: 'call', type: 'ended', externalId }], answer: noDocument };
  const isStranded = ['queue-full', 'error', 'system-error'].includes(result);
  if (isStranded) return { items: [], answer: answerTwiml(keepWaiting(settings, inbox)) };
  if (result !== 'leave') return { items: [], answer: noDocument };
  const write: NonNullable<WebhookReading['asks']>['write'] = (guidance) =>
    answerTwiml(writeGuidance({ settings, inbox, inQueue: false }, guidance));
  return { items: [], answer: noDocument, asks: { callId: externalId, moment: 'left', write } };
}

const over = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

function readCallerLeg(form: SignedForm): CallNews[] {
  const externalId = readSid(form, 'CallSid');
  if (!over.has(form.need('CallStatus'))) return [];
  const seconds = readNumber(form, 'CallDuration');
  return [{ kind: 'call', type: 'ended', externalId, ...(seconds !== undefined && { seconds }) }];
}

/**
 * The caller is out of the conference. One who hung up is gone; of one who is still there (the agent left) the answer
 * ends the call. A caller who was moved elsewhere is neither, and nothing is reported of them.
 */
function readLeft({ form }: VoiceWebhook): WebhookReading {
  const goodbye = nothingMore();
  goodbye.hangup();
  return { items: readCallerLeg(form), answer: answerTwiml(goodbye) };
}

/**
 * Any leg that is not the caller's is the agent's. Only here a sequence is passed on: Twilio numbers each leg and each
 * conference from the start, so numbers of different sources do not compare. The agent's leg is labelled with their address.
 */
function readConference(form: SignedForm): CallNews[] {
  const event = form.need('StatusCallbackEvent');
  const sequence = readNumber(form, 'SequenceNumber');
  const call = { kind: 'call', externalId: callOf(form), ...(sequence !== undefined && { sequence }) } as const;
  const leg = event === 'conference-end' ? form.get('CallSidEndingConference') : form.get('CallSid');
  const isAgent = leg !== undefined && leg !== call.externalId;
  const agent = agentIn(form.get('ParticipantLabel'));
  if (isAgent && event === 'participant-join') return [{ ...call, agent, type: 'connected' }];
  if (isAgent && (event === 'participant-leave' || event === 'conference-end')) return [{ ...call, agent, type: 'ended' }];
  return [];
}

function readAgentLeg(form: SignedForm): CallNews[] {
  const externalId = callOf(form);
  const status = form.need('CallStatus');
  if (status === 'completed' || !over.has(status)) return [];
  return [{ kind: 'call', type: 'agent_unreachable', externalId, agent: agentIn(form.query('agent')) }];
}

/** A colleague who is to take the call: their leg tells what it does, the address whose handover it is. */
function readColleagueLeg(form: SignedForm): CallNews[] {
  const handoverId = form.query('handover') ?? refuse('the address names no handover');
  const news = { kind: 'call', type: 'colleague', externalId: callOf(form), handoverId } as const;
  const status = form.need('CallStatus');
  if (status === 'in-progress') return [{ ...news, did: 'joined' }];
  if (status === 'completed') return [{ ...news, did: 'left' }];
  return over.has(status) ? [{ ...news, did: 'not_reached' }] : [];
}

const agentIn = (address: string | undefined) => (address ? { address } : {});

/** Callbacks about another leg or the conference carry the caller's leg in their address. */
const callOf = (form: SignedForm) => form.query('call') ?? refuse('the address names no call');

function readNumber(form: SignedForm, name: string): number | undefined {
  const text = form.get(name);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
