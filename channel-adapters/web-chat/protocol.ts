/** What widget and hub say to each other over socket.io (namespace `/chat`). Plain data, no secrets but the visitor id. */

export interface ChatHandshake {
  /** The widget's key: the `address` of a web_chat inbox. */
  readonly inbox: string;
  /** Random, at least 128 bits, kept in the visitor's localStorage: whoever holds it is this visitor. */
  readonly visitor: string;
  readonly language?: string;
  /** Signed-in customer of the embedding site: `signature` = hex HMAC-SHA256 of `customerId` with the site's secret. */
  readonly identity?: { readonly customerId: string; readonly signature: string };
  /** What the visitor calls themselves. Proves nothing. */
  readonly name?: string;
}

export interface ChatMessage {
  /** Of a visitor's message their clientId, of ours the message id. */
  readonly id: string;
  readonly seq: number;
  readonly from: 'visitor' | 'agent';
  readonly agentName?: string;
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
}

export type ChatSendAnswer =
  | { readonly ok: true; readonly seq: number }
  | { readonly ok: false; readonly code: 'empty' | 'too_long' | 'malformed' | 'too_fast' | 'unavailable'; readonly message: string };

export interface VisitorToHub {
  /** Answered only after the message is durably stored; send again with the same clientId until answered. */
  message(frame: { clientId: string; text: string }, answer: (answer: ChatSendAnswer) => void): void;
  /** The visitor has seen everything up to this message of ours. */
  seen(messageId: string): void;
  /** Everything said after `seq`, for a widget that (re)connects. */
  history(afterSeq: number, answer: (messages: ChatMessage[]) => void): void;
}

export interface HubToVisitor {
  /** A message of ours; the widget confirms receipt, which makes it `delivered`. */
  message(message: ChatMessage, received: () => void): void;
}
