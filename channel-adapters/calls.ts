import type { FileContent, InboxAddress, Sender } from './addresses.ts';

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

/** When a carrier asks: a call came in, waits (again and again), has left the line by choice; a message was spoken; a callback is answered. */
export type CallQuestion = 'incoming' | 'waiting' | 'left' | 'spoken' | 'answered';

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
