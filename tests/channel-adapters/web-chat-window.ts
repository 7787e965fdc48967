import { io as connectTo, type Socket } from 'socket.io-client';
import type {
  ChatHandshake,
  ChatMessage,
  ChatRefusal,
  ChatSendAnswer,
  HubToVisitor,
  VisitorToHub,
} from '../../channel-adapters/web-chat/protocol.ts';
import { type ChatServer, shop } from './web-chat-hub.ts';

export type VisitorSocket = Socket<HubToVisitor, VisitorToHub>;

/** One open window of a visitor. */
export interface Window {
  readonly visitor: string;
  readonly socket: VisitorSocket;
  /** The same socket, for what no widget would send. */
  readonly raw: Socket;
  readonly received: ChatMessage[];
  readonly saidElsewhere: ChatMessage[];
  write(text: string, clientId?: string): Promise<ChatSendAnswer>;
  history(afterSeq?: number): Promise<readonly ChatMessage[]>;
  close(): void;
}

let visitors = 0;
export const newVisitor = (): string => `visitor-${String(++visitors).padStart(4, '0')}-${crypto.randomUUID().slice(0, 18)}`;

/** Open a window; rejects with the refusal when the hub does not let it in. */
export async function openWindow(
  server: Pick<ChatServer, 'url'>,
  handshake: Partial<ChatHandshake> = {},
  headers: Record<string, string> = {},
): Promise<Window> {
  const visitor = handshake.visitor ?? newVisitor();
  const auth = { inbox: shop.address, ...handshake, visitor };
  const raw: Socket = connectTo(`${server.url}/chat`, {
    auth,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  });
  const socket: VisitorSocket = raw;
  const received: ChatMessage[] = [];
  const saidElsewhere: ChatMessage[] = [];
  socket.on('message', (message, confirm) => {
    received.push(message);
    confirm();
  });
  socket.on('said', (message) => void saidElsewhere.push(message));
  await admitted(socket);
  return {
    visitor,
    socket,
    raw,
    received,
    saidElsewhere,
    write: (text, clientId = crypto.randomUUID()) => socket.timeout(10_000).emitWithAck('message', { clientId, text }),
    history: (afterSeq = 0) => socket.timeout(10_000).emitWithAck('history', afterSeq),
    close: () => void socket.disconnect(),
  };
}

function admitted(socket: VisitorSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error: Error & { data?: ChatRefusal }) => {
      socket.disconnect();
      reject(error.data ?? error);
    });
  });
}
