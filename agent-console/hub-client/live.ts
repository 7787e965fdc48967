import { io, type Socket } from 'socket.io-client';
import type { Attending, ConsoleToServer, ServerToConsole, WireEvent } from '../../server/contract/events.ts';
import { createInOrder } from './in-order.ts';

export interface LiveSettings {
  readonly origin: string;
  readonly token: string | undefined;
  /** Each event once, also if it came twice or was missed and replayed. */
  readonly take: (event: WireEvent) => void;
  /** The gap is too long to replay: load what is on screen afresh and say from which event on it is current. */
  readonly reload: () => Promise<number>;
  readonly changed: (state: 'live' | 'lost') => void;
  readonly signedOut: () => void;
  /** This person may see or do other things now. */
  readonly rightsChanged: () => void;
  /** Who else looks at a conversation, and the question who does. */
  readonly attending?: (news: Attending) => void;
  readonly whoIsThere?: (conversationId: string) => void;
}

export interface LiveFeed {
  /** Connect, and take what came after this event. */
  start(lastEventId: number): void;
  stop(): void;
  /** See at once whether the line stands: catch up on it, or try to connect now rather than after the usual pause. */
  check(): void;
  /** Follow a conversation, also after a reconnect; false when it may not be seen. */
  watch(conversationId: string): Promise<boolean>;
  unwatch(conversationId: string): void;
  /** Tell the others who follow it what I do in a conversation. */
  attend(conversationId: string, doing: Attending['doing']): void;
}

const answerMs = 10_000;

/** The socket: reconnects by itself, catches up by replay and falls back to a fresh load. */
export function connectLive(settings: LiveSettings): LiveFeed {
  const socket: Socket<ServerToConsole, ConsoleToServer> = io(settings.origin || '/', {
    transports: ['websocket'],
    autoConnect: false,
    auth: settings.token ? { token: settings.token } : {},
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  const inOrder = createInOrder(settings.take);
  const watched = new Set<string>();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let started = false;

  socket.on('event', inOrder.take);
  socket.on('signed_out', signedOut);
  socket.on('rights_changed', settings.rightsChanged);
  socket.on('attending', (news) => settings.attending?.(news));
  socket.on('who_is_there', (conversationId) => settings.whoIsThere?.(conversationId));
  socket.on('connect', catchUp);
  socket.on('connect_error', (error) => {
    settings.changed('lost');
    if (error.message.includes('not_signed_in')) signedOut();
    else if (!socket.active) again();
  });
  socket.on('disconnect', (reason) => {
    inOrder.hold();
    if (reason === 'io client disconnect') return;
    settings.changed('lost');
    // A hub that shuts down ends the socket itself; socket.io leaves it to us to come back.
    if (reason === 'io server disconnect') again();
  });

  async function catchUp() {
    inOrder.hold();
    for (const id of watched) socket.emit('watch', id, () => undefined);
    try {
      const missed = await socket.timeout(answerMs).emitWithAck('replay', inOrder.last());
      if (missed.complete) inOrder.release(missed.events);
      else inOrder.restart(await settings.reload());
      settings.changed('live');
    } catch {
      // Neither replayed nor loaded: what is shown may be old, so begin anew rather than call it live.
      socket.disconnect();
      settings.changed('lost');
      again();
    }
  }

  function again() {
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), 1_000);
  }

  function signedOut() {
    stop();
    settings.signedOut();
  }

  function stop() {
    started = false;
    clearTimeout(retry);
    watched.clear();
    socket.disconnect();
  }

  return {
    start(lastEventId) {
      inOrder.restart(lastEventId);
      started = true;
      socket.connect();
    },
    stop,
    check() {
      if (!started) return;
      clearTimeout(retry);
      if (socket.connected) return void catchUp();
      // An attempt that hangs on a dead line would be waited for first.
      socket.disconnect();
      socket.connect();
    },
    async watch(conversationId) {
      watched.add(conversationId);
      if (!socket.connected) return true;
      return socket
        .timeout(answerMs)
        .emitWithAck('watch', conversationId)
        .catch(() => true);
    },
    unwatch(conversationId) {
      watched.delete(conversationId);
      if (socket.connected) socket.emit('unwatch', conversationId);
    },
    attend(conversationId, doing) {
      if (socket.connected) socket.emit('attend', conversationId, doing);
    },
  };
}
