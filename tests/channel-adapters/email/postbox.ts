import { setTimeout as pause } from 'node:timers/promises';
import type { InboxAddress } from '../../../channel-adapters/addresses.ts';
import type { Intake, MailboxCursor, RawArrival } from '../../../channel-adapters/channel-adapter.ts';

/** What a hub does with raw mail: each kept once by its key, with the cursor; and a way to wait for it. */
export interface Postbox extends Intake {
  /** Everything handed over, repetitions too. */
  readonly handedOver: RawArrival[];
  /** Subjects of what was kept, in order, of one inbox or all. */
  subjects(inbox?: InboxAddress): string[];
  /** Resolves when so many mails were kept; throws when they do not come. */
  holds(count: number, withinMs?: number): Promise<void>;
  /** The next mails cannot be stored. */
  jam(): void;
  clear(): void;
}

export function openPostbox(): Postbox {
  const handedOver: RawArrival[] = [];
  const kept = new Map<string, RawArrival>();
  const cursors = new Map<string, MailboxCursor>();
  let jammed = false;
  const subjects = (inbox?: InboxAddress) =>
    [...kept.values()]
      .filter((arrival) => !inbox || arrival.inbox.id === inbox.id)
      .map(({ content }) => /^Subject: (.*?)\r?$/m.exec(content.toString())?.[1] ?? '');
  return {
    handedOver,
    subjects,
    async keep(arrival) {
      // Storing takes a moment: whoever does not wait for it is seen.
      await pause(5);
      if (jammed) throw new Error('the database is away');
      handedOver.push(arrival);
      const key = `${arrival.inbox.id} ${arrival.externalId}`;
      if (!kept.has(key)) kept.set(key, arrival);
      if (arrival.cursor) cursors.set(arrival.inbox.id, arrival.cursor);
    },
    take: () => Promise.reject(new Error('mail is kept raw')),
    cursor: async (inbox) => cursors.get(inbox.id),
    history: async () => [],
    async holds(count, withinMs = 10_000) {
      for (const begun = performance.now(); kept.size < count; await pause(20)) {
        if (performance.now() - begun > withinMs) throw new Error(`${kept.size} of ${count} mails came: ${subjects().join(', ')}`);
      }
    },
    jam() {
      jammed = true;
    },
    clear() {
      jammed = false;
    },
  };
}
