import { io, type Socket } from 'socket.io-client';
import type { ConsoleToServer, ServerToConsole } from '../../../server/contract/events.ts';

export type Console = Socket<ServerToConsole, ConsoleToServer>;

/** A console as the browser opens it, signed in by API token; resolves when it is connected. */
export function openConsole(url: string, token: string): Promise<Console> {
  const socket: Console = io(url, { transports: ['websocket'], auth: { token }, forceNew: true, reconnection: false });
  return new Promise((connected, failed) => {
    socket.on('connect', () => connected(socket)).on('connect_error', failed);
  });
}
