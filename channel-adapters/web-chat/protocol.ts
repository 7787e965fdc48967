/** What widget and hub say to each other over socket.io (namespace `/chat`). Plain data, no secrets but the visitor id. */

export interface ChatHandshake {
  /** The widget's key: the `address` of a web_chat inbox. */
  readonly inbox: string;
  /** Random, at least 128 bits (22 to 64 of `A-Z a-z 0-9 _ -`), kept in the visitor's localStorage: whoever holds it is this visitor. */
  readonly visitor: string;
  readonly language?: string;
  /** Signed-in customer of the embedding site: `signature` = hex HMAC-SHA256 of `customerId` with the site's secret. */
  readonly identity?: { readonly customerId: string; readonly signature: string };
  /** What the visitor calls themselves. Proves nothing. */
  readonly name?: string;
}

/** Why a connection was refused, as `data` of the `connect_error`; its `message` is the code. */
export interface ChatRefusal {
  readonly code:
    | 'malformed'
    | 'unknown_inbox'
    | 'weak_visitor_id'
    | 'bad_signature'
    | 'foreign_origin'
    | 'too_many_connections'
    | 'too_fast'
    | 'unavailable';
  readonly message: string;
}

export interface ChatMessage {
  /** Of a visitor's message their clientId, of ours the message id. */
  readonly id: string;
  /** Its place in the conversation; a message of ours that arrives live has none yet, the history gives it. */
  readonly seq?: number;
  readonly from: 'visitor' | 'agent';
  readonly agentName?: string;
  readonly text: string;
  /** Sent by us, each with the address to fetch it from; size in bytes. */
  readonly files?: readonly { readonly name: string; readonly size: number; readonly link: string }[];
  /** ISO 8601, by the hub's clock. */
  readonly at: string;
}

export type ChatSendAnswer =
  | { readonly ok: true; readonly seq: number; readonly at: string }
  | {
      readonly ok: false;
      readonly code: 'empty' | 'too_long' | 'malformed' | 'too_fast' | 'unavailable';
      readonly message: string;
      /** With `too_fast`: when to send it again. */
      readonly retryAfterMs?: number;
    };

export type ChatHistoryProblem = 'malformed' | 'too_fast' | 'unavailable';

export interface VisitorToHub {
  /**
   * Answered only after the message is durably stored; send again with the same clientId (8 to 64 of `A-Z a-z 0-9 _ -`)
   * until answered. `too_fast` and `unavailable` pass; the other refusals stay.
   */
  message(frame: { clientId: string; text: string }, answer: (answer: ChatSendAnswer) => void): void;
  /** The visitor has seen everything up to this message of ours. */
  seen(messageId: string): void;
  /** The visitor is writing; said again every three seconds while they do, never what. */
  writing(): void;
  /** What was said after `seq`, oldest first, for a widget that (re)connects; ask again after the last until none comes. */
  history(afterSeq: number, answer: (messages: readonly ChatMessage[], problem?: ChatHistoryProblem) => void): void;
}

/** Where a visitor stands who waits for an agent; the time in minutes, or null when it cannot be said. */
export interface ChatWait {
  /** 1: next. */
  readonly position: number;
  readonly minutes: { readonly from: number; readonly to: number } | null;
}

export interface HubToVisitor {
  /** A message of ours; the widget confirms receipt, which makes it `delivered`. */
  message(message: ChatMessage, received: () => void): void;
  /** What the visitor wrote in another of their windows. */
  said(message: ChatMessage): void;
  /** The place in line, whenever it has changed; null: not waiting any more. */
  waiting(wait: ChatWait | null): void;
  /** Somebody is writing to the visitor; over after six seconds in which it was not said again, or with their message. */
  writing(agentName: string): void;
}
