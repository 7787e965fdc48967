import type { Server as HttpServer } from 'node:http';
import { createAdapter } from '@socket.io/postgres-adapter';
import { Server } from 'socket.io';
import { arrive, depart } from '../agents/presence.ts';
import { type Caller, identifyCaller } from '../auth/identify-caller.ts';
import { requireConversation } from '../auth/require-visible.ts';
import type { Database } from '../db/database.ts';
import { readEventsAfter } from '../events/read-events.ts';
import { isOwnOrigin } from '../http/own-origin.ts';
import type { Hub } from '../hub.ts';
import { room, roomsOf } from './audience.ts';
import { type Consoles, relayEvents } from './relay-events.ts';

/** Frames larger than this end the connection (bytes). */
const FRAME_LIMIT = 64 * 1024;

/** Sockets of this node, joined to those of the others: a chat reply finds its visitor wherever they are connected. */
export function openSockets(server: HttpServer, db: Database, log: Hub['log']): Server {
  const adapter = createAdapter(db.pool, { errorHandler: (error) => log.debug({ err: error }, 'socket adapter') });
  return new Server(server, { transports: ['websocket'], maxHttpBufferSize: FRAME_LIMIT, serveClient: false, adapter });
}

/** Consoles connect with the session cookie (or an API token), enter the rooms of their person, and hear what concerns them. */
export function serveConsoles(hub: Hub, io: Server): void {
  const consoles: Consoles = io.of('/');
  const callers = new Map<string, Caller>();
  consoles.use((socket, next) => {
    if (!isOwnOrigin(socket.request)) return next(new Error('foreign_origin'));
    const token: unknown = socket.handshake.auth.token;
    const authorization = typeof token === 'string' ? `Bearer ${token}` : undefined;
    identifyCaller(hub, { cookie: socket.request.headers.cookie, authorization }).then(
      (caller) => {
        if (!caller || caller.mustChangePassword) return next(new Error('not_signed_in'));
        callers.set(socket.id, caller);
        next();
      },
      () => next(new Error('unavailable')),
    );
  });
  consoles.on('connection', (socket) => {
    const caller = callers.get(socket.id);
    if (!caller) return socket.disconnect(true);
    const report = (what: string) => (error: unknown) => hub.log.error({ err: error }, what);
    hub.counters.consoles.inc();
    void socket.join(roomsOf(caller));
    const arrived = arrive(hub, caller.id, socket.id).catch(report('arrival not recorded'));
    socket.on('disconnect', () => {
      callers.delete(socket.id);
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
    socket.on('unwatch', (conversationId) => void socket.leave(room.conversation(String(conversationId))));
    socket.on('replay', (after, answer) => {
      if (!Number.isSafeInteger(after) || typeof answer !== 'function') return;
      readEventsAfter(hub, caller, after).then(answer, () => answer({ events: [], complete: false }));
    });
    return undefined;
  });
  relayEvents(hub, consoles);
}
