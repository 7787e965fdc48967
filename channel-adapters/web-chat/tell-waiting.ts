import type { Wait } from '../channel-adapter.ts';
import type { Visitor } from './admit-visitor.ts';
import type { ChatNamespace, Listening } from './chat-namespace.ts';
import type { ChatWait } from './protocol.ts';

/** After something was written the place is told soon, not at the next turn (milliseconds). */
const SOON = 700;

export interface WaitTeller {
  /** This visitor may be waiting: somebody who wrote, or who came back. */
  watch(visitor: Visitor): void;
  stop(): void;
}

/**
 * Tells the visitors of this node who wait where they stand, when that has changed. The hub is asked about all of them
 * at once, and only about those who may be waiting: whoever turns out not to be is told so and asked about no more.
 */
export function tellWaiting(namespace: ChatNamespace, { intake }: Pick<Listening, 'intake'>, everyMs: number): WaitTeller {
  const watched = new Map<string, { visitor: Visitor; told: string }>();
  let soon: NodeJS.Timeout | undefined;

  const tell = (room: string, wait: ChatWait | null) => {
    const known = watched.get(room);
    const written = JSON.stringify(wait);
    if (!wait) watched.delete(room);
    if (!known || known.told === written) return;
    known.told = written;
    namespace.local.to(room).emit('waiting', wait);
  };
  const look = async () => {
    // Whoever has closed their windows is told when they come back.
    for (const room of watched.keys()) if (!namespace.adapter.rooms.has(room)) watched.delete(room);
    for (const visitors of byInbox([...watched.values()].map(({ visitor }) => visitor))) {
      const [first] = visitors;
      if (!first || !intake.waiting) continue;
      const waits = await intake.waiting(
        first.inbox,
        visitors.map(({ id }) => id),
      );
      for (const { id, room } of visitors) tell(room, present(waits.get(id)));
    }
  };
  // Whoever waits is told at the next turn; a hub that is busy or gone has other worries.
  const lookQuietly = () => void look().catch(() => {});
  const timer = setInterval(lookQuietly, everyMs);
  return {
    watch(visitor) {
      watched.set(visitor.room, { visitor, told: watched.get(visitor.room)?.told ?? 'null' });
      soon ??= setTimeout(() => {
        soon = undefined;
        lookQuietly();
      }, SOON);
    },
    stop() {
      clearInterval(timer);
      clearTimeout(soon);
    },
  };
}

function byInbox(visitors: readonly Visitor[]): Visitor[][] {
  const groups = new Map<string, Visitor[]>();
  for (const visitor of visitors) groups.set(visitor.inbox.id, [...(groups.get(visitor.inbox.id) ?? []), visitor]);
  return [...groups.values()];
}

/** In minutes: seconds would change all the time, and promise more than anybody knows. */
function present(wait: Wait | undefined): ChatWait | null {
  if (!wait) return null;
  const { position, seconds } = wait;
  if (!seconds) return { position, minutes: null };
  const from = Math.max(1, Math.round(seconds.p50 / 60));
  return { position, minutes: { from, to: Math.max(from, Math.ceil(seconds.p90 / 60)) } };
}
