import type { Channel } from './addresses.ts';
import type { ChannelAdapter } from './channel-adapter.ts';
import { createEmailAdapter } from './email/email-adapter.ts';
import type { EmailSettings } from './email/settings.ts';
import { createSmsAdapter } from './sms/sms-adapter.ts';
import type { TwilioSettings } from './twilio-client.ts';
import { createVoiceAdapter } from './voice/voice-adapter.ts';
import { createWebChatAdapter, type WebChatSettings } from './web-chat/web-chat-adapter.ts';

export interface ChannelSettings {
  /** Without it there are no calls and no SMS. */
  readonly twilio?: TwilioSettings;
  readonly email: EmailSettings;
  readonly webChat: WebChatSettings;
}

/** The list of channels. */
export function makeChannels({ twilio, email, webChat }: ChannelSettings): Partial<Record<Channel, ChannelAdapter>> {
  return {
    ...(twilio ? { voice: createVoiceAdapter(twilio), sms: createSmsAdapter(twilio) } : {}),
    email: createEmailAdapter(email),
    web_chat: createWebChatAdapter(webChat),
  };
}
