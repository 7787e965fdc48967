import type { Server as HttpServer } from 'node:http';
import { createAdapter } from '@socket.io/postgres-adapter';
import { Server } from 'socket.io';
import { arrive, depart } from '../agents/presence.ts';
import { type Caller, cookieOf, identifyAll, identifyCaller } from '../auth/identify-caller.ts';
import { requireConversation } from '../auth/require-visible.ts';
import { hashOf } from '../auth/secrets.ts';
import type { EventName } from '../contract/events.ts';
import type { Database } from '../db/database.ts';
import { readEventsAfter } from '../events/read-events.ts';
import { singleFlight } from '../events/single-flight.ts';
import { isOwnOrigin } from '../http/own-origin.ts';
import type { Hub } from '../hub.ts';
import type { ConsoleDoor } from '../jobs/heartbeat.ts';
import { serveAttendance } from './attendance.ts';
import { room, roomsOf } from './audience.ts';
import { lendPool } from './lend-pool.ts';
import { recheckWatchers } from './recheck-watchers.ts';
import { type ConsoleSocket, type Consoles, relayEvents } from './relay-events.ts';
import { serveWriting, tellConsoles } from './writing.ts';

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
    // A line that died without a word is noticed within twenty seconds on both ends.
    pingInterval: 10_000,
    pingTimeout: 10_000,
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
export function serveConsoles(hub: Hub, io: Server): ConsoleDoor & { customerWrites: ReturnType<typeof tellConsoles> } {
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
  const callerOf = (socket: ConsoleSocket) => signedIn.get(socket)?.caller;
  relayEvents(hub, consoles, callerOf);
  const dismiss = async () => {
    await dismissSignedOut(hub, [...consoles.sockets.values()], signedIn);
    await recheckWatchers(hub, consoles, callerOf);
  };
  const dismissNow = singleFlight(dismiss, (error) => hub.log.error({ err: error }, 'dismissal failed'));
  hub.feed.subscribe((events) => {
    if (events.some(({ name }) => changesRights(name))) dismissNow();
  });
  return {
    customerWrites: tellConsoles(hub, consoles),
    dismiss,
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
  const attendance = serveAttendance(socket, caller);
  serveWriting(hub, socket, caller);
  socket.on('watch', (conversationId, answer) => {
    if (typeof conversationId !== 'string' || typeof answer !== 'function') return;
    requireConversation(hub, caller, conversationId).then(
      async () => {
        await socket.join(room.conversation(conversationId));
        attendance.join(conversationId);
        answer(true);
      },
      () => answer(false),
    );
  });
  socket.on('unwatch', (conversationId) => {
    if (typeof conversationId !== 'string') return;
    attendance.leave(conversationId);
    void socket.leave(room.conversation(conversationId));
  });
  socket.on('replay', (after, answer) => {
    if (!Number.isSafeInteger(after) || typeof answer !== 'function') return;
    readEventsAfter(hub, caller, socket.rooms, after).then(answer, () => answer({ events: [], complete: false }));
  });
}

/** Events after which somebody may see or do other things than before. */
const changesRights = (name: EventName): boolean =>
  name === 'person.changed' || name === 'role.changed' || name === 'token.revoked' || name === 'configuration.changed';

/** A console whose session has ended is told to sign in again; one whose person may see other things now, to begin anew. */
async function dismissSignedOut(hub: Hub, sockets: readonly ConsoleSocket[], signedIn: WeakMap<ConsoleSocket, SignedIn>): Promise<void> {
  const callers = await identifyAll(hub, [...new Set(sockets.flatMap((socket) => signedIn.get(socket)?.secretHash ?? []))]);
  for (const socket of sockets) {
    const { caller: before, secretHash = '' } = signedIn.get(socket) ?? {};
    const now = callers.get(secretHash);
    if (before && now && !now.mustChangePassword && sightOf(now) === sightOf(before)) continue;
    socket.emit(now && !now.mustChangePassword ? 'rights_changed' : 'signed_out');
    socket.disconnect(true);
  }
}

const sightOf = (caller: Caller): string => JSON.stringify([caller.rights, roomsOf(caller).sort()]);
