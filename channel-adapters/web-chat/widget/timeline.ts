import type { ChatMessage } from '../protocol.ts';

/** What was said, in the hub's order, each message once however often it arrives. */
export interface Timeline {
  all(): readonly ChatMessage[];
  add(messages: readonly ChatMessage[]): void;
  has(id: string): boolean;
}

export function openTimeline(): Timeline {
  const byId = new Map<string, ChatMessage>();
  let inOrder: readonly ChatMessage[] = [];
  return {
    all: () => inOrder,
    has: (id) => byId.has(id),
    // A message that comes again, with the history, brings its final place.
    add(messages) {
      for (const message of messages) byId.set(message.id, { ...byId.get(message.id), ...message });
      inOrder = [...byId.values()].sort(byTimeThenPlace);
    },
  };
}

// A message of ours that came live has no place yet: equal times keep the order of arrival.
function byTimeThenPlace(a: ChatMessage, b: ChatMessage): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.seq !== undefined && b.seq !== undefined ? a.seq - b.seq : 0);
}
