import type { Channel, FileContent, InboxAddress, Sender } from './addresses.ts';
import type { CallControl, CallGuidance, CallNews, CallQuestion } from './calls.ts';

/**
 * The port between the hub and the outside. An adapter turns what a carrier says into plain data and sends what it is
 * told to send. It stores nothing, decides nothing and knows nothing of the hub.
 */

/** One message from a customer. */
export interface InboundMessage {
  readonly kind: 'message';
  /** The carrier's id, unique within the inbox: the idempotency key. */
  readonly externalId: string;
  readonly from: Sender;
  /** When the sender says it was written; informative, the hub uses its own clock. */
  readonly sentAt?: Date;
  /** Plain text without NUL characters; of a mail without the quoted part. May be empty when there are files. */
  readonly text: string;
  readonly files: readonly FileContent[];
  readonly mail?: InboundMail;
}

/** What only a mail has. */
export interface InboundMail {
  readonly subject: string;
  /** Unsanitised HTML as received; the hub sanitises before it stores. */
  readonly html?: string;
  /** The quoted part that was cut from `text`. */
  readonly quoted?: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly replyTo?: string;
  /** Message-IDs of In-Reply-To and References without angle brackets, newest first. */
  readonly references: readonly string[];
  /** RFC 3834 and kin: auto-reply, bounce or list mail; such a mail is never answered automatically. */
  readonly automatic?: 'auto_reply' | 'bounce' | 'list';
}

/** What became of a message we sent. Statuses only move forward. */
export interface DeliveryReport {
  readonly kind: 'report';
  /** Our own id of the message when the carrier hands it back, else undefined. */
  readonly messageId?: string;
  readonly externalId: string;
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  readonly errorCode?: string;
}

export type InboundItem = InboundMessage | CallNews | DeliveryReport;

export interface WebhookRequest {
  readonly method: string;
  /** Absolute URL as the carrier called it (public base URL + path + query), byte for byte: signatures cover it. */
  readonly url: string;
  /** Path below the inbox's webhook address, e.g. `message`, `status`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly inbox: InboxAddress;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The items a webhook carried, and what to answer once they are safely stored. */
export interface WebhookReading {
  readonly items: readonly InboundItem[];
  readonly answer: WebhookAnswer;
  /** The carrier asks what to do with a call: what the hub has to say comes before `answer`. */
  readonly asks?: { readonly callId: string; readonly moment: CallQuestion; write(guidance: CallGuidance): WebhookAnswer };
}

/** A webhook the adapter will not take: forged or not in the documented form. Nothing of it is stored but the refusal. */
export class WebhookRefused extends Error {
  constructor(
    readonly code: 'bad_signature' | 'malformed_webhook',
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** A message to a customer. */
export interface OutboundMessage {
  /** Our id: carriers that take one get it, so that a report can name it. */
  readonly id: string;
  readonly inbox: InboxAddress;
  readonly to: string;
  readonly text: string;
  readonly files: readonly OutboundFile[];
  readonly mail?: OutboundMail;
  /** When an earlier attempt may have reached the carrier: look there first instead of sending twice. */
  readonly attemptedAt?: Date;
  /** Who speaks, as the customer may see it (chat). */
  readonly agentName?: string;
  /** When it was written. */
  readonly at: Date;
}

export interface OutboundFile extends FileContent {
  /** Where whoever is sent it may fetch it, for channels that carry a link instead. */
  readonly link?: string;
}

export interface OutboundMail {
  /** Message-ID without angle brackets; ours, stable over retries. */
  readonly messageId: string;
  readonly subject: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly cc: readonly string[];
  /** Written by a program, not by a person (RFC 3834). */
  readonly automatic?: boolean;
  /** The text as it is set, sanitised by the hub; pictures in it are `cid:` of its files. */
  readonly html?: string;
}

/** The carrier did not take a message. `permanent`: trying again cannot help. */
export class DeliveryError extends Error {
  constructor(
    readonly code: string,
    readonly permanent: boolean,
    message: string,
  ) {
    super(message);
  }
}

/** How a raw item fares: `understood` gives the message, `unreadable` goes to quarantine with its reason. */
export type Parsed =
  | { readonly ok: true; readonly message: InboundMessage }
  | { readonly ok: false; readonly reason: string; readonly detail: string };

/** Something that arrived by a listening channel, as raw as it came. */
export interface RawArrival {
  readonly inbox: InboxAddress;
  /** Idempotency key of the raw form (mail: SHA-256 of the source). */
  readonly externalId: string;
  readonly content: Buffer;
  /** Where a mailbox has been read to, stored together with the item. */
  readonly cursor?: MailboxCursor;
}

export interface MailboxCursor {
  readonly uidValidity: number;
  readonly lastUid: number;
}

/** What the hub gives a listening adapter. Each call resolves only when the item is durably stored. */
export interface Intake {
  /** Keep a raw item; resolves also when it was known already. Rejects when it could not be stored: then do not acknowledge. */
  keep(arrival: RawArrival): Promise<void>;
  /** Take a message in at once (channels whose raw form is the message itself). Rejects with `IntakeRefused` on bad input. */
  take(inbox: InboxAddress, item: InboundMessage | DeliveryReport): Promise<Taken>;
  cursor(inbox: InboxAddress): Promise<MailboxCursor | undefined>;
  /** What was said with this sender after `afterSeq`, oldest first, at most 200 (chat: a widget that comes back). */
  history(inbox: InboxAddress, sender: Sender, afterSeq: number): Promise<readonly SaidBefore[]>;
  /** How long those of these senders who wait still wait, by sender; one who does not wait is left out. */
  waiting?(inbox: InboxAddress, senders: readonly string[]): Promise<ReadonlyMap<string, Wait>>;
  /** This sender is writing just now: shown to whoever has their conversation open, kept nowhere. What they write is not told. */
  writing?(inbox: InboxAddress, sender: string): Promise<void>;
}

/** A place in line, and the time until an agent as a range (P50 to P90); null when it cannot be said. */
export interface Wait {
  /** 1: next. */
  readonly position: number;
  readonly seconds: { readonly p50: number; readonly p90: number } | null;
}

export interface SaidBefore {
  /** Of their message its externalId, of ours our message id. */
  readonly id: string;
  readonly seq: number;
  readonly from: 'customer' | 'agent';
  readonly agentName?: string;
  readonly text: string;
  readonly files?: readonly LinkedFile[];
  readonly at: Date;
}

export interface LinkedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly link: string;
}

export interface Taken {
  readonly conversationId: string;
  /** Sequence of the entry in its conversation. */
  readonly seq: number;
  readonly duplicate: boolean;
}

/** Input that a live channel must hand back to its sender with a named reason. */
export class IntakeRefused extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

export interface ChannelAdapter {
  readonly channel: Channel;
  /** Longest text that one message can carry (characters). */
  readonly textLimit: number;
  /** How many files one message can carry and how large they may be together; none without it. */
  readonly files?: { readonly count: number; readonly bytes: number; readonly asLinks?: boolean };
  /** Verify and translate a webhook. Throws `WebhookRefused`. */
  readWebhook?(request: WebhookRequest): Promise<WebhookReading>;
  /** Understand a raw item that was kept earlier. Never throws on bad input. */
  parse?(arrival: { content: Buffer; inbox: InboxAddress }): Promise<Parsed>;
  /** Begin to listen; resolves with a function that stops. */
  listen?(inboxes: readonly InboxAddress[], intake: Intake): Promise<() => Promise<void>>;
  /** Hand a message to the carrier; resolves with its id there. Throws `DeliveryError`. */
  send?(message: OutboundMessage): Promise<{ externalId: string; status: 'sent' | 'delivered' }>;
  /** Let a customer who looks see for some seconds that somebody is writing to them; nothing of it is kept, or sent again. */
  showWriting?(inbox: InboxAddress, to: string, agentName: string): void;
  /** Messages the carrier received for us while we were away, to be taken in again by key (newest last). */
  missed?(inbox: InboxAddress, since: Date): Promise<readonly InboundMessage[]>;
  readonly calls?: CallControl;
}
