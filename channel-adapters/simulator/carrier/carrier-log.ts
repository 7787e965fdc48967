import { EventEmitter } from 'node:events';

/** One request between carrier and hub, in either direction, with every attempt at it. */
export interface LogEntry {
  readonly id: number;
  readonly at: Date;
  readonly kind: 'webhook' | 'rest' | 'mail' | 'chat';
  /** `POST /webhooks/…/message`, `Messages create`. */
  readonly title: string;
  readonly params: Readonly<Record<string, string>>;
  /** X-Twilio-Signature of a webhook. */
  readonly signature?: string;
  readonly attempts: Attempt[];
  /** Nothing more will be tried. */
  done: boolean;
}

export interface Attempt {
  readonly at: Date;
  readonly ms: number;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  readonly problem?: string;
}

export interface CarrierLog {
  add(entry: Pick<LogEntry, 'kind' | 'title' | 'params'> & { signature?: string }): LogEntry;
  attempted(entry: LogEntry, attempt: Attempt, done: boolean): void;
  entries(): readonly LogEntry[];
  /** Hear of each entry that is new or changed; returns how to stop. */
  follow(listener: (entry: LogEntry) => void): () => void;
}

export function createLog(limit = 300): CarrierLog {
  const entries: LogEntry[] = [];
  const news = new EventEmitter<{ entry: [LogEntry] }>().setMaxListeners(0);
  let id = 0;
  return {
    add(about) {
      const entry: LogEntry = { ...about, id: ++id, at: new Date(), attempts: [], done: false };
      entries.push(entry);
      if (entries.length > limit) entries.shift();
      news.emit('entry', entry);
      return entry;
    },
    attempted(entry, attempt, done) {
      entry.attempts.push(attempt);
      entry.done = done;
      news.emit('entry', entry);
    },
    entries: () => entries,
    follow(listener) {
      news.on('entry', listener);
      return () => void news.off('entry', listener);
    },
  };
}
