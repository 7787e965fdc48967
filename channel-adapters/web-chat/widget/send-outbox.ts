import type { ChatSendAnswer } from '../protocol.ts';
import type { HubConnection } from './connect-hub.ts';
import type { Outbox, Unsent } from './outbox.ts';
import { pause } from './pause.ts';

interface Told {
  stored(unsent: Unsent, answer: Extract<ChatSendAnswer, { ok: true }>): void;
  refused(): void;
}

/**
 * Returns the function that sends all there is, oldest first, each again until the hub has answered. It may be called at
 * any time: calls line up, and of all windows of a visitor one sends at a time.
 */
export function sendOutbox(outbox: Outbox, hub: HubConnection, visitor: string, told: Told): () => void {
  let sending = Promise.resolve();

  const sendAll = async () => {
    for (;;) {
      const next = outbox.all().find(({ refused }) => !refused);
      if (!next || !hub.isUp()) return;
      await sendOne(next);
    }
  };
  const sendOne = async (unsent: Unsent) => {
    const answer = await hub.send(unsent.id, unsent.text);
    if (answer?.ok) return told.stored(unsent, answer);
    if (!answer || passes(answer.code)) return pause(answer?.retryAfterMs ?? 1500);
    outbox.refuse(unsent.id);
    return told.refused();
  };
  return () => {
    sending = sending.then(() => oneWindowAtATime(`touchline ${visitor}`, sendAll));
  };
}

function passes(code: string): boolean {
  return code === 'too_fast' || code === 'unavailable';
}

// Browsers without the Web Locks API may send a message from two windows: the hub takes it once.
async function oneWindowAtATime(name: string, work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request(name, work);
  else await work();
}
