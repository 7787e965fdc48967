import type { Socket } from 'socket.io';
import { admitVisitor, ChatRefused, type Door, type Visitor } from './admit-visitor.ts';
import type { ChatNamespace, ChatSocket, Listening } from './chat-namespace.ts';
import { addressKey, limitRate, type Rate } from './limit-visitors.ts';

export interface DoorSettings extends Omit<Door, 'inboxes'> {
  /** Open windows of one visitor, default 10, and of one address (an office), default 200; both on one node. */
  readonly maxSockets?: { readonly perVisitor: number; readonly perAddress: number };
  /** Connections that one address may try to open, default 20 a second and 400 at once. */
  readonly knockRate?: Rate;
  /** Address of the other end, for limits. Default: of the TCP connection, which behind a proxy is the proxy's. */
  readonly addressOf?: (handshake: Socket['handshake']) => string;
}

/** Decides on each connection before anything of it is heard. Rejects with `ChatRefused`. */
export function keepDoor(namespace: ChatNamespace, settings: DoorSettings) {
  const { maxSockets = { perVisitor: 10, perAddress: 200 }, knockRate = { perSecond: 20, burst: 400 } } = settings;
  const knocks = limitRate(knockRate);
  const isFull = (room: string, most: number) => (namespace.adapter.rooms.get(room)?.size ?? 0) >= most;

  return async (socket: ChatSocket, listening: Listening | undefined): Promise<Visitor> => {
    if (!listening) throw new ChatRefused('unavailable', 'The hub is not taking chats at the moment.');
    const address = addressRoom(socket, settings);
    if (await knocks(address)) throw new ChatRefused('too_fast', 'Too many connections are being opened.');
    const visitor = admitVisitor(socket.handshake.auth, socket.handshake.headers.origin, { ...settings, inboxes: listening.inboxes });
    if (isFull(visitor.room, maxSockets.perVisitor)) throw new ChatRefused('too_many_connections', 'Too many windows are open.');
    if (isFull(address, maxSockets.perAddress)) throw new ChatRefused('too_many_connections', 'Too many visitors share this address.');
    return visitor;
  };
}

/** The room of all who come from one address, and the key of its limits. The blank keeps it apart from socket ids and hashes. */
export function addressRoom({ handshake }: ChatSocket, { addressOf = (it) => it.address }: DoorSettings): string {
  return `address ${addressKey(addressOf(handshake))}`;
}
