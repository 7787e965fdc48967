import { io, type Socket } from 'socket.io-client';
import type { ChatHandshake, ChatMessage, ChatRefusal, ChatSendAnswer, ChatWait, HubToVisitor, VisitorToHub } from '../protocol.ts';

export type ConnectionState = 'connecting' | 'online' | 'offline' | 'refused';

export interface Heard {
  /** Connected, first or again: what was missed can be asked for. */
  connected(): void;
  stateChanged(state: ConnectionState): void;
  message(message: ChatMessage): void;
  waiting(wait: ChatWait | null): void;
  writing(agentName: string): void;
}

export interface HubConnection {
  isUp(): boolean;
  connect(): void;
  /** The hub's answer; undefined when none came. */
  send(clientId: string, text: string): Promise<ChatSendAnswer | undefined>;
  /** Undefined when it could not be had just now. */
  history(afterSeq: number): Promise<readonly ChatMessage[] | undefined>;
  seen(messageId: string): void;
  writing(): void;
  close(): void;
}

const answerWithinMs = 10_000;
/** Refusals that the same handshake meets each time. */
const lasting: readonly (ChatRefusal['code'] | undefined)[] = ['malformed', 'unknown_inbox', 'weak_visitor_id', 'foreign_origin'];

/** The socket to the hub: comes back by itself after whatever happened to net, computer or hub. */
export function connectHub(hub: string, handshake: (signed: boolean) => ChatHandshake, heard: Heard): HubConnection {
  let signed = true;
  let wanted = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const socket: Socket<HubToVisitor, VisitorToHub> = io(`${hub}/chat`, {
    autoConnect: false,
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
    auth: (give) => give({ ...handshake(signed) }),
  });

  const connect = () => {
    wanted = true;
    clearTimeout(retry);
    socket.connect();
  };
  // socket.io reconnects after a lost line by itself, but not after the hub has turned it away.
  const connectLater = () => {
    clearTimeout(retry);
    retry = setTimeout(connect, Math.min(30_000, 1000 * 2 ** failures++) * (0.5 + Math.random()));
  };
  const connectAfresh = () => {
    if (!wanted) return;
    socket.disconnect();
    connect();
  };
  const comeBack = () => {
    if (document.visibilityState === 'visible' && !socket.connected) connectAfresh();
  };
  const turnedAway = (code: ChatRefusal['code'] | undefined) => {
    if (code === 'bad_signature') {
      console.warn('Touchline chat: the identity was refused, its signature does not hold. Going on as a guest.');
      signed = false;
    }
    heard.stateChanged(lasting.includes(code) ? 'refused' : 'offline');
    if (!lasting.includes(code)) connectLater();
    else console.warn(`Touchline chat: ${code}`);
  };

  socket.on('connect', () => {
    failures = 0;
    heard.stateChanged('online');
    heard.connected();
  });
  socket.on('disconnect', () => {
    heard.stateChanged('offline');
    if (!socket.active) connectLater();
  });
  socket.on('connect_error', (error: Error & { data?: ChatRefusal }) =>
    socket.active ? heard.stateChanged('offline') : turnedAway(error.data?.code),
  );
  socket.on('message', (message, received) => {
    heard.message(message);
    received();
  });
  socket.on('said', heard.message);
  socket.on('waiting', heard.waiting);
  socket.on('writing', heard.writing);
  // A changed network often leaves the old line open and dead: begin a new one at once.
  addEventListener('online', connectAfresh);
  document.addEventListener('visibilitychange', comeBack);

  return {
    isUp: () => socket.connected,
    connect,
    async send(clientId, text) {
      return await socket
        .timeout(answerWithinMs)
        .emitWithAck('message', { clientId, text })
        .catch(() => undefined);
    },
    history: (afterSeq) =>
      new Promise((resolve) => {
        socket
          .timeout(answerWithinMs)
          .emit('history', afterSeq, (failure, messages, problem) => resolve(failure || problem ? undefined : messages));
      }),
    seen: (messageId) => void (socket.connected && socket.emit('seen', messageId)),
    writing: () => void (socket.connected && socket.emit('writing')),
    close() {
      clearTimeout(retry);
      removeEventListener('online', connectAfresh);
      document.removeEventListener('visibilitychange', comeBack);
      socket.disconnect();
    },
  };
}
