import type { ChatMessage } from '../protocol.ts';
import type { HubConnection } from './connect-hub.ts';
import type { Storage } from './storage.ts';
import type { Timeline } from './timeline.ts';

/** What of ours the visitor has looked at, shared by all windows, and what of it the hub was told. */
export interface Seen {
  unread(): readonly ChatMessage[];
  /** Everything that is here now has been on screen. */
  lookedAt(hub: HubConnection): void;
  firstUnreported(): ChatMessage | undefined;
}

export function rememberSeen(storage: Storage, visitor: string, timeline: Timeline): Seen {
  const seenKey = `seen ${visitor}`;
  const reportedKey = `reported ${visitor}`;
  const timeIn = (key: string) => Date.parse(storage.read(key) ?? '') || 0;
  const ofUsAfter = (time: number) => timeline.all().filter(({ from, at }) => from === 'agent' && Date.parse(at) > time);
  return {
    unread: () => ofUsAfter(timeIn(seenKey)),
    firstUnreported: () => ofUsAfter(timeIn(reportedKey))[0],
    lookedAt(hub) {
      const last = ofUsAfter(0).at(-1);
      if (!last) return;
      if (Date.parse(last.at) > timeIn(seenKey)) storage.write(seenKey, last.at);
      if (!hub.isUp() || Date.parse(last.at) <= timeIn(reportedKey)) return;
      hub.seen(last.id);
      storage.write(reportedKey, last.at);
    },
  };
}
