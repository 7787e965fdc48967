import type { Verb } from './read-twiml.ts';

export interface CarriedMessage {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly string[];
  readonly segments: number;
  readonly createdAt: Date;
  readonly callback?: string | undefined;
  status: 'received' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';
  sentAt?: Date;
  updatedAt: Date;
  errorCode?: number;
}

export type CallStatus = 'queued' | 'ringing' | 'in-progress' | FinalCallStatus;
export type FinalCallStatus = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** Where the next instructions of a call come from. */
export type DocumentSource = () => Promise<readonly Verb[]>;

/** One side of a call. */
export interface Leg {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api';
  /** As the carrier shows it; a hidden caller shows ANONYMOUS. */
  readonly from: string;
  readonly to: string;
  /** The number of the person on this side, hidden or not. */
  readonly owner: string;
  readonly createdAt: Date;
  readonly callback?: Callback | undefined;
  readonly heard: Heard[];
  status: CallStatus;
  answeredAt?: Date;
  endedAt?: Date;
  /** What went wrong with the instructions we were given for this call. */
  problem?: string;
  sequence: number;
  queue?: { readonly sid: string; readonly name: string; readonly since: Date };
  /** The instructions being carried out; aborting it takes the call out of them. */
  turn?: AbortController;
  /** Hears the keys that are pressed, while somebody listens for them. */
  keys?: ((digit: string) => void) | undefined;
  /** Takes what is spoken, while it is recorded. */
  microphone?: ((words: string) => void) | undefined;
  /** What to do instead, when they were aborted for it. */
  next?: DocumentSource | undefined;
}

/** A line of what the person on the phone hears. */
export interface Heard {
  readonly at: Date;
  readonly kind: 'ringing' | 'say' | 'play' | 'pause' | 'pressed' | 'beep' | 'spoke' | 'joined' | 'held' | 'problem' | 'ended';
  readonly text: string;
}

/** What somebody said into <Record>, or what was said in a conference. */
export interface Recording {
  readonly sid: string;
  readonly callSid: string;
  readonly conferenceSid?: string;
  readonly seconds: number;
  readonly words: string;
  /** Of the time, from and to (seconds): what was left out. */
  readonly silences?: readonly Span[];
  readonly createdAt: Date;
}

export type Span = readonly [from: number, to: number];

/** How a conference is to be recorded. */
export interface RecordingWish {
  readonly callback?: string | undefined;
  readonly events: readonly string[];
}

/** A conference being recorded. */
export interface LiveRecording {
  readonly sid: string;
  readonly startedAt: Date;
  readonly silences: Span[];
  /** When it was paused, and whether the pause is silent or left out. */
  paused?: { readonly at: Date; readonly behaviour: 'silence' | 'skip' } | undefined;
  skippedSeconds: number;
}

export interface Callback {
  readonly url: string;
  readonly events: ReadonlySet<string>;
}

export interface Conference {
  readonly sid: string;
  readonly friendlyName: string;
  readonly createdAt: Date;
  readonly seats: Map<string, Seat>;
  /** That of the first participant; later ones are ignored, as Twilio does. */
  callback?: Callback | undefined;
  /** That of the first participant, too. */
  recordingWish?: RecordingWish | undefined;
  recording?: LiveRecording | undefined;
  status: 'init' | 'in-progress' | 'completed';
  sequence: number;
  updatedAt: Date;
}

/** A leg in a conference, or being rung for it. */
export interface Seat {
  readonly leg: Leg;
  readonly label?: string | undefined;
  readonly startOnEnter: boolean;
  endOnExit: boolean;
  readonly createdAt: Date;
  joined: boolean;
  /** On hold: hears this music until it is aborted, and nobody in the conference. */
  hold?: AbortController | undefined;
  /** Aborted when the conference begins: until then its participant hears what waits for them. */
  readonly music: AbortController;
  /** Resolves when the participant is out. */
  readonly over: Promise<void>;
  release(): void;
}

/** Twilio's identifiers: two letters and 32 hexadecimal digits. Never from the seed: the hub remembers them over a restart. */
export function makeSid(prefix: string): string {
  return prefix + crypto.randomUUID().replaceAll('-', '');
}

/** Keep a record; beyond `limit` the oldest is forgotten, so that a demonstration can run for weeks. */
export function remember<T>(records: Map<string, T>, key: string, record: T, limit = 5_000): T {
  records.set(key, record);
  const oldest = records.keys().next();
  if (records.size > limit && !oldest.done) records.delete(oldest.value);
  return record;
}
