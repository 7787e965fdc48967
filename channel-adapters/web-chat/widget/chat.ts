import type { ChatHandshake, ChatMessage, ChatWait } from '../protocol.ts';
import { atMostEvery } from './at-most-every.ts';
import { chooseVisitor, noteTalked } from './choose-visitor.ts';
import { type ConnectionState, connectHub } from './connect-hub.ts';
import { followHistory } from './follow-history.ts';
import { openOutbox, type Unsent } from './outbox.ts';
import { pause } from './pause.ts';
import { rememberSeen } from './remember-seen.ts';
import { rememberWriter } from './remember-writer.ts';
import { sendOutbox } from './send-outbox.ts';
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
  /** Where the visitor stands in line; null when they do not wait. */
  waiting(): ChatWait | null;
  /** Who is writing to the visitor just now. */
  writer(): string | undefined;
  /** The history is here: what comes from now on is new. */
  isCaughtUp(): boolean;
  /** Connect, unless connected. */
  wake(): void;
  write(text: string): void;
  /** The visitor is about to: whoever serves them sees that they write, never what. */
  writing(): void;
  retry(id: string): void;
  discard(id: string): void;
  /** The visitor has everything on screen that is here now. */
  lookedAt(): void;
  close(): void;
}

const rememberedForMs = 30 * 24 * 3600_000;
const tellAgainMs = 3000;

/**
 * What is written stays in the outbox until the hub has confirmed it, and goes out in order, one at a time; what was
 * said is what the hub says. So nothing is lost or doubled by reloads, lost lines, other windows or a hub that restarts.
 */
export function openChat(settings: ChatSettings, storage: Storage, language: () => string, changed: () => void): Chat {
  const customerId = settings.identity?.customerId;
  const visitor = chooseVisitor(storage, customerId, Date.now());
  const outbox = openOutbox(storage, visitor.id);
  const timeline = openTimeline();
  const seen = rememberSeen(storage, visitor.id, timeline);
  let state: ConnectionState = 'connecting';
  let wait: ChatWait | null = null;
  const writer = rememberWriter(changed);

  const add = (messages: readonly ChatMessage[]) => {
    // Should the place of a new message be one passed already, the hub has begun a new conversation: none of it may be missed.
    for (const { id, seq } of messages) if (seq !== undefined && !timeline.has(id)) history.rewind(seq - 1);
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
    message(message) {
      // Somebody is there.
      if (message.from === 'agent' && message.agentName) wait = null;
      if (message.from === 'agent') writer.stopped();
      add([message]);
    },
    waiting(now) {
      wait = now;
      changed();
    },
    writing: writer.writes,
  });
  const history = followHistory(hub, storage, visitor.id, timeline, add);
  const flush = sendOutbox(outbox, hub, visitor.id, {
    stored: ({ id, text }, { seq, at }) => add([{ id, from: 'visitor', text, seq, at }]),
    refused: changed,
  });

  const writing = atMostEvery(tellAgainMs, hub.writing);
  const resume = async (): Promise<void> => {
    // The hub believes that a message was read only of a window it was given in since it connected.
    history.rewind((seen.firstUnreported()?.seq ?? Number.POSITIVE_INFINITY) - 1);
    const complete = await history.catchUp();
    changed();
    flush();
    if (complete) return;
    await pause(5000);
    if (hub.isUp()) await resume();
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
    unread: seen.unread,
    connection: () => state,
    waiting: () => (state === 'online' ? wait : null),
    writer: writer.name,
    writing: writing.wish,
    isCaughtUp: history.isDone,
    wake: hub.connect,
    lookedAt: () => seen.lookedAt(hub),
    write(text) {
      writing.forget();
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
    close() {
      removeEventListener('storage', otherWindowChanged);
      hub.close();
    },
  };
}

function handshakeOf({ inbox, identity, name }: ChatSettings, visitor: string, language: string, signed: boolean): ChatHandshake {
  return { inbox, visitor, language, ...(signed && identity && { identity }), ...(name && { name }) };
}
