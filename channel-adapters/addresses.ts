export type Channel = 'voice' | 'sms' | 'email' | 'web_chat';

/** One of our addresses: an E.164 number, a mail address or a widget key. */
export interface InboxAddress {
  readonly id: string;
  readonly channel: Channel;
  readonly address: string;
  /** Language for what the channel itself says (BCP 47: `en`, `zh-CN`). */
  readonly language: string;
}

/** Who wrote or called. `value` is normalised (E.164, lower-cased mail address, visitor id); null when hidden by the caller. */
export interface Sender {
  readonly kind: 'phone' | 'email' | 'chat_visitor';
  readonly value: string | null;
  /** Display name as the channel gave it. Proves nothing. */
  readonly name?: string;
  /** The installation's own customer key, only when its signature was checked. */
  readonly signedCustomerId?: string;
  readonly language?: string;
}

export interface FileContent {
  readonly name: string;
  readonly contentType: string;
  /** Content-ID without angle brackets, of an image shown inside a mail. */
  readonly contentId?: string;
  readonly content: Buffer;
}
