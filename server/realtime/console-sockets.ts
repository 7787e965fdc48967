import type { Server as HttpServer } from 'node:http';
import { createAdapter } from '@socket.io/postgres-adapter';
import { Server } from 'socket.io';
import { arrive, depart } from '../agents/presence.ts';
import { type Caller, cookieOf, identifyAll, identifyCaller } from '../auth/identify-caller.ts';
import { requireConversation } from '../auth/require-visible.ts';
import { hashOf } from '../auth/secrets.ts';
import type { Database } from '../db/database.ts';
import { readEventsAfter } from '../events/read-events.ts';
import { isOwnOrigin } from '../http/own-origin.ts';
import type { Hub } from '../hub.ts';
import type { ConsoleDoor } from '../jobs/heartbeat.ts';
import { room, roomsOf } from './audience.ts';
import { lendPool } from './lend-pool.ts';
import { type ConsoleSocket, type Consoles, relayEvents } from './relay-events.ts';

/** Frames larger than this end the connection (bytes). */
const FRAME_LIMIT = 64 * 1024;

export interface Sockets {
  readonly io: Server;
  close(): Promise<void>;
}

/** Sockets of this node, joined to those of the others: a chat reply finds its visitor wherever they are connected. */
export function openSockets(server: HttpServer, db: Database, log: Hub['log'], isServing: () => boolean): Sockets {
  const { lent, takeBack } = lendPool(db.pool);
  const adapter = createAdapter(lent, { errorHandler: (error) => log.debug({ err: error }, 'socket adapter') });
  const io = new Server(server, {
    transports: ['websocket'],
    maxHttpBufferSize: FRAME_LIMIT,
    serveClient: false,
    adapter,
    // Whoever came in before everything stands would stay connected to nothing.
    allowRequest: (_, answer) => answer(isServing() ? null : 'starting', isServing()),
  });
  return { io, close: () => io.close().finally(takeBack) };
}

interface SignedIn {
  readonly caller: Caller;
  /** Of the session or token that let this console in. */
  readonly secretHash: string;
}

/** Consoles connect with the session cookie (or an API token), enter the rooms of their person, and hear what concerns them. */
export function serveConsoles(hub: Hub, io: Server): ConsoleDoor {
  const consoles: Consoles = io.of('/');
  const signedIn = new WeakMap<ConsoleSocket, SignedIn>();
  consoles.use((socket, next) => {
    if (!isOwnOrigin(socket.request)) return next(new Error('foreign_origin'));
    const { token }: { token?: unknown } = socket.handshake.auth;
    const { cookie } = socket.request.headers;
    const secret = typeof token === 'string' ? token : cookieOf(cookie);
    identifyCaller(hub, typeof token === 'string' ? { authorization: `Bearer ${token}` } : { cookie }).then(
      (caller) => {
        if (!secret || !caller || caller.mustChangePassword) return next(new Error('not_signed_in'));
        signedIn.set(socket, { caller, secretHash: hashOf(secret) });
        next();
      },
      () => next(new Error('unavailable')),
    );
  });
  consoles.on('connection', (socket) => {
    const caller = signedIn.get(socket)?.caller;
    if (caller) serveConsole(hub, socket, caller);
    else socket.disconnect(true);
  });
  relayEvents(hub, consoles);
  return {
    dismiss: () => dismissSignedOut(hub, [...consoles.sockets.values()], signedIn),
    connected: () => new Map([...consoles.sockets.values()].map((socket) => [socket.id, signedIn.get(socket)?.caller.id ?? ''])),
  };
}

function serveConsole(hub: Hub, socket: ConsoleSocket, caller: Caller): void {
  const report = (what: string) => (error: unknown) => hub.log.error({ err: error }, what);
  hub.counters.consoles.inc();
  void socket.join(roomsOf(caller));
  const arrived = arrive(hub, caller.id, socket.id).catch(report('arrival not recorded'));
  socket.on('disconnect', () => {
    hub.counters.consoles.dec();
    void arrived.then(() => depart(hub, caller.id, socket.id)).catch(report('departure not recorded'));
  });
  socket.on('watch', (conversationId, answer) => {
    if (typeof conversationId !== 'string' || typeof answer !== 'function') return;
    requireConversation(hub, caller, conversationId).then(
      async () => {
        await socket.join(room.conversation(conversationId));
        answer(true);
      },
      () => answer(false),
    );
  });
  socket.on('unwatch', (conversationId) => void (typeof conversationId === 'string' && socket.leave(room.conversation(conversationId))));
  socket.on('replay', (after, answer) => {
    if (!Number.isSafeInteger(after) || typeof answer !== 'function') return;
    readEventsAfter(hub, caller.id, socket.rooms, after).then(answer, () => answer({ events: [], complete: false }));
  });
}

/** A console whose session has ended, or whose person may see other things now, is told to sign in again. */
async function dismissSignedOut(hub: Hub, sockets: readonly ConsoleSocket[], signedIn: WeakMap<ConsoleSocket, SignedIn>): Promise<void> {
  const callers = await identifyAll(hub, [...new Set(sockets.flatMap((socket) => signedIn.get(socket)?.secretHash ?? []))]);
  for (const socket of sockets) {
    const { caller: before, secretHash = '' } = signedIn.get(socket) ?? {};
    const now = callers.get(secretHash);
    if (before && now && !now.mustChangePassword && String(roomsOf(now).sort()) === String(roomsOf(before).sort())) continue;
    socket.emit('signed_out');
    socket.disconnect(true);
  }
}
