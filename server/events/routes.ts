import type { HandlersOf } from '../http/endpoint.ts';
import { roomsOf } from '../realtime/audience.ts';
import { readEventsAfter } from './read-events.ts';

export const eventRoutes: HandlersOf<'listEvents'> = {
  listEvents: ({ hub, caller, query }) => readEventsAfter(hub, caller, new Set(roomsOf(caller)), query.after),
};
