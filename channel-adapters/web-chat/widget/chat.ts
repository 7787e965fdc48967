import type { ChatHandshake, ChatMessage } from '../protocol.ts';
import { chooseVisitor, noteTalked } from './choose-visitor.ts';
import { type ConnectionState, connectHub } from './connect-hub.ts';
import { openOutbox, type Unsent } from './outbox.ts';
import type { Storage } from './storage.ts';
import { openTimeline } from './timeline.ts';

export interface ChatSettings {
  readonly hub: string;
  readonly inbox: string;
  readonly identity?: NonNullable<ChatHandshake['identity']>;
  readonly name?: string;
}

/** One visitor's conversation as this window knows it. */
export interface Chat {
  said(): readonly ChatMessage[];
  unsent(): readonly Unsent[];
  /** Messages of ours that the visitor has not looked at. */
  unread(): readonly ChatMessage[];
  connection(): ConnectionState;
  /** The history is here: what comes from now on is new. */
  isCaughtUp(): boolean;
  /** Connect, unless connected. */
  wake(): void;
  write(text: string): void;
  retry(id: string): void;
  discard(id: string): void;
  /** The visitor has everything on screen that is here now. */
  lookedAt(): void;
  close(): void;
}

const rememberedForMs = 30 * 24 * 3600_000;
/** How far back a page load shows the conversation. */
const kept = 100;

/**
 * What is written stays in the outbox until the hub has confirmed it, and goes out in order, one at a time; what was
 * said is what the hub says. So nothing is lost or doubled by reloads, lost lines, other windows or a hub that restarts.
 */
export function openChat(settings: ChatSettings, storage: Storage, language: () => string, changed: () => void): Chat {
  const customerId = settings.identity?.customerId;
  const visitor = chooseVisitor(storage, customerId, Date.now());
  const outbox = openOutbox(storage, visitor.id);
  const timeline = openTimeline();
  const firstKey = `first ${visitor.id}`;
  const seenKey = `seen ${visitor.id}`;
  const reportedKey = `reported ${visitor.id}`;
  const timeIn = (key: string) => Date.parse(storage.read(key) ?? '') || 0;
  const ofUsAfter = (time: number) => timeline.all().filter(({ from, at }) => from === 'agent' && Date.parse(at) > time);
  let state: ConnectionState = 'connecting';
  let caughtUp = false;
  let syncedTo = Number(storage.read(firstKey) ?? 0) || 0;
  let sending = Promise.resolve();

  const add = (messages: readonly ChatMessage[]) => {
    timeline.add(messages);
    for (const { id } of messages) outbox.remove(id);
    changed();
  };
  const hub = connectHub(settings.hub, (signed) => handshakeOf(settings, visitor.id, language(), signed), {
    connected: () => void resume(),
    stateChanged(now) {
      state = now;
      changed();
    },
    message: (message) => add([message]),
  });

  const resume = async (): Promise<void> => {
    // The hub believes that a message was read only of a window it was given in since it connected.
    const unreported = ofUsAfter(timeIn(reportedKey))[0]?.seq;
    syncedTo = Math.min(syncedTo, (unreported ?? Number.POSITIVE_INFINITY) - 1);
    const complete = await catchUp();
    flush();
    if (complete) return;
    await pause(5000);
    if (hub.isUp()) await resume();
  };
  const catchUp = async () => {
    for (;;) {
      const page = await hub.history(syncedTo);
      if (!page) return false;
      if (page.length === 0) break;
      syncedTo = page.at(-1)?.seq ?? syncedTo;
      add(page);
    }
    caughtUp = true;
    const oldest = timeline.all().at(-kept)?.seq;
    if (oldest) storage.write(firstKey, String(oldest - 1));
    changed();
    return true;
  };
  const flush = () => {
    sending = sending.then(() => oneWindowAtATime(`touchline ${visitor.id}`, sendAll));
  };
  const sendAll = async () => {
    for (;;) {
      const next = outbox.all().find(({ refused }) => !refused);
      if (!next || !hub.isUp()) return;
      await sendOne(next);
    }
  };
  const sendOne = async ({ id, text }: Unsent) => {
    const answer = await hub.send(id, text);
    if (answer?.ok) {
      // A place we have passed already: the hub has begun a new conversation.
      if (answer.seq <= syncedTo && !timeline.has(id)) syncedTo = 0;
      add([{ id, from: 'visitor', text, seq: answer.seq, at: answer.at }]);
    } else if (answer && answer.code !== 'too_fast' && answer.code !== 'unavailable') {
      outbox.refuse(id);
      changed();
    } else {
      await pause(answer?.retryAfterMs ?? 1500);
    }
  };
  const otherWindowChanged = (event: StorageEvent) => {
    if (event.key !== null && !event.key.includes(visitor.id)) return;
    changed();
    flush();
  };
  addEventListener('storage', otherWindowChanged);
  if (outbox.all().length > 0 || Date.now() - visitor.talkedAt < rememberedForMs) hub.connect();

  return {
    said: timeline.all,
    unsent: outbox.all,
    unread: () => ofUsAfter(timeIn(seenKey)),
    connection: () => state,
    isCaughtUp: () => caughtUp,
    wake: hub.connect,
    write(text) {
      outbox.add(text, Date.now());
      noteTalked(storage, customerId, visitor, Date.now());
      changed();
      hub.connect();
      flush();
    },
    retry(id) {
      outbox.retry(id);
      changed();
      flush();
    },
    discard(id) {
      outbox.remove(id);
      changed();
    },
    lookedAt() {
      const last = ofUsAfter(0).at(-1);
      if (!last) return;
      if (Date.parse(last.at) > timeIn(seenKey)) storage.write(seenKey, last.at);
      if (!hub.isUp() || Date.parse(last.at) <= timeIn(reportedKey)) return;
      hub.seen(last.id);
      storage.write(reportedKey, last.at);
    },
    close() {
      removeEventListener('storage', otherWindowChanged);
      hub.close();
    },
  };
}

function handshakeOf({ inbox, identity, name }: ChatSettings, visitor: string, language: string, signed: boolean): ChatHandshake {
  return { inbox, visitor, language, ...(signed && identity && { identity }), ...(name && { name }) };
}

// Browsers without the Web Locks API may send a message from two windows: the hub takes it once.
async function oneWindowAtATime(name: string, work: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request(name, work);
  else await work();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
