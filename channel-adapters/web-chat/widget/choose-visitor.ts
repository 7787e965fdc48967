import type { Storage } from './storage.ts';

export interface Visitor {
  readonly id: string;
  /** When they last wrote, in ms; 0: never. */
  readonly talkedAt: number;
}

const adoptWithinMs = 30 * 60_000;

/**
 * Whoever holds a visitor id reads its conversation, so each customer who signs in at this browser has their own. A guest
 * who signs in right after writing goes on in the same conversation; the next guest starts afresh.
 */
export function chooseVisitor(storage: Storage, customerId: string | undefined, now: number): Visitor {
  const key = keyOf(customerId);
  const known = readVisitor(storage, key);
  if (known) return known;
  const guest = readVisitor(storage, keyOf(undefined));
  const goesOn = customerId !== undefined && guest && now - guest.talkedAt < adoptWithinMs;
  if (goesOn) storage.remove(keyOf(undefined));
  const visitor = goesOn ? guest : { id: randomId(18), talkedAt: 0 };
  storage.write(key, JSON.stringify(visitor));
  return visitor;
}

export function noteTalked(storage: Storage, customerId: string | undefined, visitor: Visitor, now: number): void {
  storage.write(keyOf(customerId), JSON.stringify({ id: visitor.id, talkedAt: now }));
}

/** Random characters of `A-Z a-z 0-9 _ -`, four for each three bytes. `randomUUID` is missing on pages without https. */
export function randomId(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...random))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

function keyOf(customerId: string | undefined): string {
  return customerId === undefined ? 'guest' : `customer ${customerId}`;
}

function readVisitor(storage: Storage, key: string): Visitor | undefined {
  try {
    const { id, talkedAt } = JSON.parse(storage.read(key) ?? 'null');
    return typeof id === 'string' && typeof talkedAt === 'number' ? { id, talkedAt } : undefined;
  } catch {
    return undefined;
  }
}
