import type { ChatMessage } from '../protocol.ts';
import type { HubConnection } from './connect-hub.ts';
import type { Storage } from './storage.ts';
import type { Timeline } from './timeline.ts';

/** How much of the conversation a page load shows. */
const shown = 100;

export interface CatchingUp {
  /** Ask for everything after the last that came by the history, page by page; false when it could not be had now. */
  catchUp(): Promise<boolean>;
  /** Begin no later than this at the next time. */
  rewind(seq: number): void;
  isDone(): boolean;
}

/** Only the history moves the place to go on from: what comes live may have gaps before it. */
export function followHistory(
  hub: HubConnection,
  storage: Storage,
  visitor: string,
  timeline: Timeline,
  add: (page: readonly ChatMessage[]) => void,
): CatchingUp {
  const firstKey = `first ${visitor}`;
  let syncedTo = Number(storage.read(firstKey) ?? 0) || 0;
  let done = false;
  return {
    isDone: () => done,
    rewind(seq) {
      if (seq >= syncedTo) return;
      syncedTo = Math.max(0, seq);
      storage.remove(firstKey);
    },
    async catchUp() {
      for (;;) {
        const page = await hub.history(syncedTo);
        if (!page) return false;
        if (page.length === 0) break;
        add(page);
        syncedTo = page.at(-1)?.seq ?? syncedTo;
      }
      done = true;
      const oldest = timeline.all().at(-shown)?.seq;
      if (oldest) storage.write(firstKey, String(oldest - 1));
      return true;
    },
  };
}
