import type { CallNews, InboxAddress, WebhookReading, WebhookRequest } from '../channel-adapter.ts';
import type { TwilioSettings } from '../twilio-client.ts';
import { answerTwiml, numberIn, readSender, readSid, readSignedForm, refuse, type SignedForm } from '../twilio-webhook.ts';
import { enqueueCaller, keepWaiting, nothingMore, waitForAgent } from './write-twiml.ts';

interface VoiceWebhook {
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
  ['wait', ({ settings, inbox, form }) => ({ items: [], answer: answerTwiml(waitForAgent(settings, inbox, isUnqueued(form))) })],
  ['dequeued', readDequeued],
  ['left', readLeft],
  ['status', ({ form }) => ({ items: readCallerLeg(form), answer: noDocument })],
  ['conference', ({ form }) => ({ items: readConference(form), answer: noDocument })],
  ['agent', ({ form }) => ({ items: readAgentLeg(form), answer: noDocument })],
]);

function readIncoming({ settings, inbox, form }: VoiceWebhook): WebhookReading {
  const externalId = readSid(form, 'CallSid');
  const from = readSender(form.need('From'), form.get('CallerName'));
  const to = form.need('To');
  if ((numberIn(to) ?? to) !== inbox.address) refuse('To is not the number of this inbox');
  return { items: [{ kind: 'call', type: 'incoming', externalId, from }], answer: answerTwiml(enqueueCaller(settings, inbox)) };
}

/** The caller left Twilio's queue: hung up, was taken to an agent, or never got in because it was full. */
function readDequeued({ settings, inbox, form }: VoiceWebhook): WebhookReading {
  const externalId = readSid(form, 'CallSid');
  const result = form.need('QueueResult');
  if (result === 'hangup') return { items: [{ kind: 'call', type: 'ended', externalId }], answer: noDocument };
  const isStranded = ['queue-full', 'error', 'system-error'].includes(result);
  return { items: [], answer: isStranded ? answerTwiml(keepWaiting(settings, inbox)) : noDocument };
}

const isUnqueued = (form: SignedForm) => form.query('unqueued') === 'yes';

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
 * conference from the start, so numbers of different sources do not compare.
 */
function readConference(form: SignedForm): CallNews[] {
  const event = form.need('StatusCallbackEvent');
  const sequence = readNumber(form, 'SequenceNumber');
  const call = { kind: 'call', externalId: callOf(form), ...(sequence !== undefined && { sequence }) } as const;
  const leg = event === 'conference-end' ? form.get('CallSidEndingConference') : form.get('CallSid');
  const isAgent = leg !== undefined && leg !== call.externalId;
  if (isAgent && event === 'participant-join') return [{ ...call, type: 'connected' }];
  if (isAgent && (event === 'participant-leave' || event === 'conference-end')) return [{ ...call, type: 'ended' }];
  return [];
}

function readAgentLeg(form: SignedForm): CallNews[] {
  const externalId = callOf(form);
  const status = form.need('CallStatus');
  if (status === 'completed' || !over.has(status)) return [];
  return [{ kind: 'call', type: 'agent_unreachable', externalId }];
}

/** Callbacks about another leg or the conference carry the caller's leg in their address. */
const callOf = (form: SignedForm) => form.query('call') ?? refuse('the address names no call');

function readNumber(form: SignedForm, name: string): number | undefined {
  const text = form.get(name);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
