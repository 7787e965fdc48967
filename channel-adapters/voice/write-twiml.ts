import twilio from 'twilio';
import type { InboxAddress } from '../addresses.ts';
import type { RecordedCall } from '../calls.ts';
import { type TwilioSettings, webhookUrl } from '../twilio-client.ts';

type Document = InstanceType<typeof twilio.twiml.VoiceResponse>;

/** The caller waits in a queue of the number until an agent takes the call out of it. */
export function enqueueCaller(settings: TwilioSettings, inbox: InboxAddress): Document {
  const document = nothingMore();
  document.enqueue(
    {
      waitUrl: webhookUrl(settings, inbox.id, 'wait'),
      waitUrlMethod: 'POST',
      action: webhookUrl(settings, inbox.id, 'dequeued'),
      method: 'POST',
    },
    `inbox-${inbox.id}`,
  );
  return document;
}

/** What a waiting caller hears; the carrier plays it again when it ends, or we loop it where there is no queue. */
export function waitForAgent(settings: TwilioSettings, inbox: InboxAddress, unqueued: boolean): Document {
  const document = nothingMore();
  const { language, text } = inbox.language.startsWith('zh') ? announcement.zh : announcement.en;
  document.say({ language }, text);
  document.pause({ length: 15 });
  if (unqueued) document.redirect({ method: 'POST' }, unqueuedWait(settings, inbox));
  return document;
}

/** A queue at Twilio holds 100 callers unless set higher; who does not fit in waits outside of it all the same. */
export function keepWaiting(settings: TwilioSettings, inbox: InboxAddress): Document {
  const document = nothingMore();
  document.redirect({ method: 'POST' }, unqueuedWait(settings, inbox));
  return document;
}

/**
 * Take the caller into the conference of this conversation. It begins when the agent joins and ends when either
 * leaves; what happens in it is reported with the caller's leg in the address, and that the caller left it to `left`.
 */
export function joinConference(
  settings: TwilioSettings,
  inbox: InboxAddress,
  callId: string,
  conversationId: string,
  { participantLabel, recorded }: { participantLabel?: string; recorded?: RecordedCall | undefined } = {},
): Document {
  const document = nothingMore();
  if (recorded?.say) document.say(voiceOf(recorded.language), recorded.say);
  const dial = document.dial({ action: webhookUrl(settings, inbox.id, 'left'), method: 'POST' });
  dial.conference(
    {
      startConferenceOnEnter: false,
      endConferenceOnExit: true,
      beep: 'false',
      ...(participantLabel !== undefined && { participantLabel }),
      waitUrl: webhookUrl(settings, inbox.id, 'connecting'),
      waitMethod: 'POST',
      statusCallback: webhookUrl(settings, inbox.id, 'conference', { call: callId }),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: ['start', 'end', 'join', 'leave'],
      ...(recorded && recordConference(settings, inbox, callId)),
    },
    conversationId,
  );
  return document;
}

/** The whole conference in one file, from when both hear each other (twilio.com/docs/voice/twiml/conference#attributes-record). */
const recordConference = (settings: TwilioSettings, inbox: InboxAddress, callId: string) => ({
  record: 'record-from-start' as const,
  recordingStatusCallback: webhookUrl(settings, inbox.id, 'call-recording', { call: callId }),
  recordingStatusCallbackMethod: 'POST',
  recordingStatusCallbackEvent: recordingEvents,
});

export const recordingEvents: ('in-progress' | 'completed' | 'absent')[] = ['in-progress', 'completed', 'absent'];

/** An empty document: after it the carrier hangs up, or ignores it where it only reports. */
export function nothingMore(): Document {
  return new twilio.twiml.VoiceResponse();
}

const announcement = {
  en: { language: 'en-US', text: 'Thank you for calling. An agent will be with you shortly. Please stay on the line.' },
  zh: { language: 'zh-CN', text: '感谢您的来电，客服人员马上为您服务，请不要挂机。' },
} as const;

/** Who waits in a conference for the others hears nothing but that (no digits can be gathered there). */
export function waitToBeConnected(inbox: InboxAddress): Document {
  const document = nothingMore();
  const { language, text } = inbox.language.startsWith('zh') ? connecting.zh : connecting.en;
  document.say({ language }, text);
  document.pause({ length: 15 });
  return document;
}

const connecting = {
  en: { language: 'en-US', text: 'Please stay on the line. You are being connected.' },
  zh: { language: 'zh-CN', text: '请不要挂机，正在为您接通。' },
} as const;

/** What a customer on hold hears; the carrier plays it again when it ends. */
export function playOnHold(inbox: InboxAddress): Document {
  const document = nothingMore();
  const { language, text } = inbox.language.startsWith('zh') ? holding.zh : holding.en;
  document.say({ language }, text);
  document.pause({ length: 15 });
  return document;
}

const holding = {
  en: { language: 'en-US', text: 'You are on hold for a moment. Please stay on the line.' },
  zh: { language: 'zh-CN', text: '请稍候，通话已暂时保持，请不要挂机。' },
} as const;

export const unqueuedWait = (settings: TwilioSettings, inbox: InboxAddress) => webhookUrl(settings, inbox.id, 'wait', { unqueued: 'yes' });

export const voiceOf = (language: string) => ({ language: language.startsWith('zh') ? ('zh-CN' as const) : ('en-US' as const) });
