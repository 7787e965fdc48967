import type twilio from 'twilio';
import type { InboxAddress } from '../addresses.ts';
import { type CallChoice, type CallGuidance, callChoices } from '../calls.ts';
import { type TwilioSettings, webhookUrl } from '../twilio-client.ts';
import { joinConference, nothingMore, unqueuedWait, voiceOf } from './write-twiml.ts';

type Document = InstanceType<typeof twilio.twiml.VoiceResponse>;

/** Where in a call the carrier asks: what it may be told depends on it. */
export interface Asked {
  readonly settings: TwilioSettings;
  readonly inbox: InboxAddress;
  /** In the carrier's queue only Play, Say, Pause, Gather, Redirect, Leave and Hangup are allowed (twilio.com/docs/voice/twiml/enqueue). */
  readonly inQueue: boolean;
}

/** The longest message a caller may leave (seconds), and the silence that ends it. */
const recordSeconds = 180;
const silenceSeconds = 6;
/** How long a digit is waited for after the last word (seconds). */
const choiceSeconds = 8;
const pauseSeconds = 12;

/** What the customer's leg of a callback is called in its conference. */
export const customerLabel = 'customer';

/** The hub's guidance as a document that the carrier follows. */
export function writeGuidance(asked: Asked, guidance: CallGuidance): Document {
  switch (guidance.next) {
    case 'wait':
      return waitOn(asked, guidance);
    case 'choose':
      return chooseOrGo(asked, guidance);
    case 'record':
      return asked.inQueue ? leaveQueue() : record(asked, guidance);
    case 'join':
      return joinConference(asked.settings, asked.inbox, guidance.callId, guidance.conversationId, {
        participantLabel: customerLabel,
        recorded: guidance.recorded ? guidance : undefined,
      });
    case 'hang_up':
      return asked.inQueue ? leaveQueue() : sayAndHangUp(guidance);
  }
}

/** The choice that a digit stands for; none for any other key. */
export const choiceOf = (digits: string | undefined): CallChoice | undefined =>
  digits !== undefined && /^[1-9]$/.test(digits) ? callChoices[Number(digits) - 1] : undefined;

function waitOn(asked: Asked, guidance: CallGuidance & { next: 'wait' }): Document {
  const document = offerChoices(asked, guidance);
  document.pause({ length: pauseSeconds });
  if (!asked.inQueue) document.redirect({ method: 'POST' }, unqueuedWait(asked.settings, asked.inbox));
  return document;
}

/** Not in line: who chooses nothing hears it once. */
function chooseOrGo(asked: Asked, guidance: CallGuidance & { next: 'choose' }): Document {
  const document = offerChoices(asked, guidance);
  document.hangup();
  return document;
}

function offerChoices(asked: Asked, { choices, say, language }: CallGuidance & { next: 'wait' | 'choose' }): Document {
  const document = nothingMore();
  if (choices.length === 0) document.say(voiceOf(language), say);
  else document.gather(gathering(asked)).say(voiceOf(language), say);
  return document;
}

const gathering = ({ settings, inbox, inQueue }: Asked) => ({
  action: webhookUrl(settings, inbox.id, 'choice', inQueue ? {} : { unqueued: 'yes' }),
  method: 'POST',
  numDigits: 1,
  timeout: choiceSeconds,
});

function leaveQueue(): Document {
  const document = nothingMore();
  document.leave();
  return document;
}

function record({ settings, inbox }: Asked, { say, language }: CallGuidance): Document {
  const document = nothingMore();
  document.say(voiceOf(language), say);
  document.record({
    action: webhookUrl(settings, inbox.id, 'spoken'),
    method: 'POST',
    maxLength: recordSeconds,
    timeout: silenceSeconds,
    playBeep: true,
    trim: 'trim-silence',
    recordingStatusCallback: webhookUrl(settings, inbox.id, 'recording'),
    recordingStatusCallbackMethod: 'POST',
    recordingStatusCallbackEvent: ['completed', 'absent'],
  });
  return document;
}

function sayAndHangUp({ say, language }: CallGuidance): Document {
  const document = nothingMore();
  document.say(voiceOf(language), say);
  document.hangup();
  return document;
}
