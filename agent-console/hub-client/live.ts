import { io, type Socket } from 'socket.io-client';
import type { Attending, ConsoleToServer, ServerToConsole, WireEvent } from '../../server/contract/events.ts';
import { type Following, followConversations } from './follow-conversations.ts';
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
  readonly customerWriting?: (conversationId: string) => void;
}

export interface LiveFeed extends Following {
  /** Connect, and take what came after this event. */
  start(lastEventId: number): void;
  stop(): void;
  /** See at once whether the line stands: catch up on it, or try to connect now rather than after the usual pause. */
  check(): void;
}

const answerMs = 10_000;

/** The socket: reconnects by itself, catches up by replay and falls back to a fresh load. */
export function connectLive(settings: LiveSettings): LiveFeed {
  const socket = socketOf(settings);
  const inOrder = createInOrder(settings.take);
  const { rejoin, leave, ...following } = followConversations(socket, answerMs);
  let retry: ReturnType<typeof setTimeout> | undefined;
  let started = false;

  passOn(socket, settings);
  socket.on('event', inOrder.take);
  socket.on('signed_out', signedOut);
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
    rejoin();
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
    leave();
    socket.disconnect();
  }

  function check() {
    if (!started) return;
    clearTimeout(retry);
    if (socket.connected) return void catchUp();
    // An attempt that hangs on a dead line would be waited for first.
    socket.disconnect();
    socket.connect();
  }

  return {
    start(lastEventId) {
      inOrder.restart(lastEventId);
      started = true;
      socket.connect();
    },
    stop,
    check,
    ...following,
  };
}

const socketOf = ({ origin, token }: LiveSettings): Socket<ServerToConsole, ConsoleToServer> =>
  io(origin || '/', {
    transports: ['websocket'],
    autoConnect: false,
    auth: token ? { token } : {},
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });

/** What is neither an event of the log nor about the line itself. */
function passOn(socket: Socket<ServerToConsole, ConsoleToServer>, settings: LiveSettings): void {
  socket.on('rights_changed', settings.rightsChanged);
  socket.on('attending', (news) => settings.attending?.(news));
  socket.on('who_is_there', (conversationId) => settings.whoIsThere?.(conversationId));
  socket.on('customer_writing', (conversationId) => settings.customerWriting?.(conversationId));
}
