import type { WireEvent } from '../../server/contract/events.ts';

/** How many event ids are remembered: replay reads only a little behind, so what is older never comes again. */
const remembered = 5_000;

export interface InOrder {
  /** An event from the socket: passed on at once, or kept back while a replay is under way. */
  take(event: WireEvent): void;
  /** From now on keep live events back. */
  hold(): void;
  /** The replay has come: pass on what was missed, then what was kept back. */
  release(missed: readonly WireEvent[]): void;
  /** Everything up to this event is loaded: go on from there. */
  restart(lastEventId: number): void;
  last(): number;
}

/** Passes each event on once and, around a gap, in the order of their ids. */
export function createInOrder(passOn: (event: WireEvent) => void): InOrder {
  const known = new Set<number>();
  let kept: WireEvent[] | undefined;
  let last = 0;

  function pass(event: WireEvent) {
    if (known.has(event.id)) return;
    remember(known, event.id);
    last = Math.max(last, event.id);
    passOn(event);
  }

  function flush(missed: readonly WireEvent[]) {
    const events = [...missed, ...(kept ?? [])].sort((a, b) => a.id - b.id);
    kept = undefined;
    for (const event of events) pass(event);
  }

  return {
    take: (event) => (kept ? void kept.push(event) : pass(event)),
    hold() {
      kept ??= [];
    },
    release: flush,
    restart(lastEventId) {
      last = Math.max(last, lastEventId);
      flush([]);
    },
    last: () => last,
  };
}

function remember(known: Set<number>, id: number) {
  known.add(id);
  if (known.size <= remembered) return;
  const [oldest] = known;
  if (oldest !== undefined) known.delete(oldest);
}
