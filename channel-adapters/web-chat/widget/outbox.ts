import { randomId } from './choose-visitor.ts';
import type { Storage } from './storage.ts';

/** A message the hub has not confirmed. Its id goes with every attempt, so that it counts once. */
export interface Unsent {
  readonly id: string;
  readonly text: string;
  /** By the browser's clock, in ms. */
  readonly at: number;
  /** The hub will not take it as it is. */
  readonly refused?: boolean;
}

/** Outlives reloads. One key a message: windows of one visitor share it without overwriting each other. */
export interface Outbox {
  /** Oldest first. */
  all(): Unsent[];
  add(text: string, now: number): void;
  refuse(id: string): void;
  retry(id: string): void;
  remove(id: string): void;
}

export function openOutbox(storage: Storage, visitor: string): Outbox {
  const prefix = `unsent ${visitor} `;
  const write = (unsent: Unsent) => storage.write(prefix + unsent.id, JSON.stringify(unsent));
  const all = () =>
    storage
      .keys(prefix)
      .flatMap((key) => readUnsent(storage.read(key)))
      .sort((a, b) => a.at - b.at);
  const change = (id: string, refused: boolean) => {
    const unsent = all().find((one) => one.id === id);
    if (unsent) write({ ...unsent, refused });
  };
  return {
    all,
    // Never as old as the one before: the clock of a browser may stand still or go back, the order must not.
    add: (text, now) => write({ id: randomId(12), text, at: Math.max(now, (all().at(-1)?.at ?? 0) + 1) }),
    refuse: (id) => change(id, true),
    retry: (id) => change(id, false),
    remove: (id) => storage.remove(prefix + id),
  };
}

function readUnsent(stored: string | undefined): Unsent[] {
  try {
    const { id, text, at, refused } = JSON.parse(stored ?? 'null');
    return typeof id === 'string' && typeof text === 'string' && typeof at === 'number'
      ? [{ id, text, at, refused: refused === true }]
      : [];
  } catch {
    return [];
  }
}
