/**
 * The port between the hub and the outside. An adapter turns what a carrier says into plain data and sends what it is
 * told to send. It stores nothing, decides nothing and knows nothing of the hub.
 */

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

/** News about a call; `externalId` is the caller's leg and stays the same for the whole call. */
export type CallNews = {
  readonly kind: 'call';
  readonly externalId: string;
  /** The carrier's ordering number of this news, when it gives one. */
  readonly sequence?: number;
  /** News of a callback, in which we call the customer: which attempt, and the customer's leg where it is about that. */
  readonly callback?: { readonly attempt?: number; readonly legId?: string };
  /** Of news about an agent's leg: whose, where the carrier says so. News of one who handed the call on may come late. */
  readonly agent?: { readonly address?: string };
} & (
  | { readonly type: 'incoming'; readonly from: Sender }
  /** The agent answered and both hear each other. */
  | { readonly type: 'connected' }
  /** The agent's phone was not answered, busy or unreachable. */
  | { readonly type: 'agent_unreachable' }
  /** The call is over. `answered` tells whether an agent had joined; seconds of the whole call where known. */
  | { readonly type: 'ended'; readonly seconds?: number }
  /** The caller pressed a digit instead of waiting on. */
  | { readonly type: 'chose'; readonly choice: CallChoice }
  /** What the caller said for us to hear later can be fetched. */
  | { readonly type: 'recorded'; readonly recordingId: string; readonly seconds: number }
  /** What both say is being recorded from now on. */
  | { readonly type: 'recording_began'; readonly recordingId: string }
  /** What both said can be fetched: the news may come before that of the call's end or long after. Seconds null: there is no sound. */
  | { readonly type: 'call_recorded'; readonly recordingId: string; readonly seconds: number | null }
  /** What the phone of a colleague did, who is to take a call that another agent hands over. */
  | { readonly type: 'colleague'; readonly handoverId: string; readonly did: 'joined' | 'left' | 'not_reached' }
  /** Of a callback: the agent is on the line, the customer can be called. */
  | { readonly type: 'agent_ready' }
  /** Of a callback: the customer did not answer. */
  | { readonly type: 'customer_unreachable'; readonly reason: 'busy' | 'no-answer' | 'failed' | 'canceled' }
);

/** What a caller may have instead of waiting; each has its digit, 1, 2 and 3. */
export const callChoices = ['callback', 'voicemail', 'chat_link'] as const;
export type CallChoice = (typeof callChoices)[number];

/** What the hub wants a caller to hear now, and what may follow. Texts are in the language named. */
export type CallGuidance = { readonly language: string; readonly say: string } & (
  | { readonly next: 'wait'; readonly choices: readonly CallChoice[] }
  /** Not in line: without one of these choices the call ends. */
  | { readonly next: 'choose'; readonly choices: readonly CallChoice[] }
  | { readonly next: 'record' }
  | { readonly next: 'join'; readonly callId: string; readonly conversationId: string; readonly recorded?: boolean }
  | { readonly next: 'hang_up' }
);

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

/** When a carrier asks: a call came in, waits (again and again), has left the line by choice; a message was spoken; a callback is answered. */
export type CallQuestion = 'incoming' | 'waiting' | 'left' | 'spoken' | 'answered';

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

/** Code of the `DeliveryError` that says there is no such call any more. */
export const callOver = 'call_over';
/** Code of the `DeliveryError` that says that no agent waits for the customer any more. */
export const agentGone = 'agent_gone';

/** A call that is recorded from when both hear each other. Whoever called hears `say` before, where there is something to say. */
export interface RecordedCall {
  readonly language: string;
  readonly say: string;
}

/** Steering calls through the carrier. Each command is idempotent for the same call. */
export interface CallControl {
  /** Bring the waiting caller and the agent together in one conference. Throws `DeliveryError` `call_over` when the caller is gone. */
  connect(command: {
    callId: string;
    inbox: InboxAddress;
    agentAddress: string;
    conversationId: string;
    recorded?: RecordedCall | undefined;
  }): Promise<void>;
  /** Take the caller back to waiting; whoever spoke with them, or was being rung, is let go. Throws `DeliveryError` `call_over`. */
  putBack(command: { callId: string; inbox: InboxAddress; conversationId: string }): Promise<void>;
  hangUp(command: { callId: string; conversationId: string }): Promise<void>;
  /**
   * Make a connected call what is described: these agents are in it (who is to be rung comes with a `handoverId`, and news of
   * them as `colleague`), with those who end it when they leave; others are let go. On hold, the customer hears none of them.
   */
  seat(command: {
    callId: string;
    inbox: InboxAddress;
    conversationId: string;
    onHold: boolean;
    agents: readonly { address: string; ends: boolean; handoverId?: string }[];
  }): Promise<void>;
  /** Of a callback the first half: ring the agent, who then waits for the customer (`agent_ready`). */
  ringAgent(command: {
    callId: string;
    inbox: InboxAddress;
    agentAddress: string;
    conversationId: string;
    attempt: number;
    recorded?: RecordedCall | undefined;
  }): Promise<void>;
  /**
   * The second half: ring the customer and bring them in. With `attemptedAt` an earlier attempt since then is looked for
   * first. Throws `DeliveryError` `agent_gone` rather than ring for nobody.
   */
  ringCustomer(command: {
    callId: string;
    inbox: InboxAddress;
    number: string;
    conversationId: string;
    attemptedAt?: Date;
  }): Promise<{ legId: string }>;
  /** Have what is said left out of the recording, or kept in it again. Throws `DeliveryError` `recording_over` when nothing is recorded. */
  steerRecording(command: { conversationId: string; recordingId: string; to: 'paused' | 'on' }): Promise<void>;
  /**
   * What a caller said for us to hear, or what was said in a call. Throws `DeliveryError`: `recording_missing`,
   * `recording_foreign`, `recording_too_large`, `recording_unreadable`.
   */
  fetchRecording(command: RecordingOf): Promise<FileContent>;
  /** The carrier is to forget it; harmless when it has. */
  deleteRecording(command: { recordingId: string }): Promise<void>;
  /** Whether the call has ended: the carrier's news of it may have found nobody. */
  isOver(callId: string): Promise<boolean>;
}

/** Which recording, and what it must belong to: a message to its call, a conversation to itself. */
export type RecordingOf = { readonly recordingId: string; readonly seconds?: number } & (
  | { readonly callId: string }
  | { readonly conversationId: string }
);

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
  /** Messages the carrier received for us while we were away, to be taken in again by key (newest last). */
  missed?(inbox: InboxAddress, since: Date): Promise<readonly InboundMessage[]>;
  readonly calls?: CallControl;
}
