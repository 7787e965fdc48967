import type { Namespace, Socket } from 'socket.io';
import type { Caller } from '../auth/identify-caller.ts';
import { type InClear, maskAnswer } from '../auth/masks/mask-answer.ts';
import { readClear } from '../auth/masks/read-clear.ts';
import type { ConsoleToServer, ServerToConsole, WireEvent } from '../contract/events.ts';
import type { EventRow } from '../events/feed.ts';
import { singleFlight } from '../events/single-flight.ts';
import type { Hub } from '../hub.ts';
import { attach } from './attach.ts';
import { audienceOf, room } from './audience.ts';
import { endsSight, recheckWatchers } from './recheck-watchers.ts';

export type Consoles = Namespace<ConsoleToServer, ServerToConsole>;
export type ConsoleSocket = Socket<ConsoleToServer, ServerToConsole>;

/** Whose socket it is. */
export type CallerOf = (socket: ConsoleSocket) => Caller | undefined;

/** How long to wait before what could not be relayed is tried again (milliseconds). */
const PAUSE = 1000;

/** Each committed event goes to the consoles of this node that may see it. Every node does the same for its own. */
export function relayEvents(hub: Hub, consoles: Consoles, callerOf: CallerOf): void {
  let waiting: EventRow[] = [];
  const relay = singleFlight(
    async () => {
      const batch = waiting.filter((event) => audienceOf(event).some((name) => consoles.adapter.rooms.has(name)));
      waiting = [];
      if (batch.length === 0) return;
      const send = await prepare(hub, consoles, callerOf, batch).catch((error: unknown) => {
        waiting = [...batch, ...waiting];
        setTimeout(relay, PAUSE).unref();
        throw error;
      });
      send();
    },
    (error) => hub.log.error({ err: error }, 'relay failed'),
  );
  hub.feed.subscribe((events) => {
    waiting = [...waiting, ...events];
    relay();
  });
}

async function prepare(hub: Hub, consoles: Consoles, callerOf: CallerOf, batch: readonly EventRow[]): Promise<() => void> {
  const wires = await attach(hub, batch);
  if (batch.some(({ name }) => endsSight(name))) await recheckWatchers(hub, consoles, callerOf);
  const masked = maskedSockets(consoles, callerOf);
  const clearOf = await readClear(hub, [...new Set(masked.map(({ caller }) => caller.id))]);
  return () => {
    for (const [i, wire] of wires.entries()) {
      const event = batch[i];
      if (!event) continue;
      emit(consoles, event, wire);
      for (const one of masked) emitMasked(one, event, wire, clearOf(one.caller.id));
    }
  };
}

interface MaskedSocket {
  readonly socket: ConsoleSocket;
  readonly caller: Caller;
}

function emitMasked({ socket, caller }: MaskedSocket, event: EventRow, wire: WireEvent, clear: InClear): void {
  if (!audienceOf(event).some((name) => socket.rooms.has(name))) return;
  socket.emit('event', maskAnswer(event.agentId === caller.id ? wire : withoutOffer(wire), clear));
}

/** Sockets of people who see addresses in part only: each gets a picture of its own, and none of what is said to all. */
function maskedSockets(consoles: Consoles, callerOf: CallerOf): MaskedSocket[] {
  return [...(consoles.adapter.rooms.get(room.masked) ?? [])].flatMap((id) => {
    const socket = consoles.sockets.get(id);
    const caller = socket && callerOf(socket);
    return socket && caller ? [{ socket, caller }] : [];
  });
}

/** Only who is asked gets the offer's full picture; everyone else concerned learns that there is one. */
function emit(consoles: Consoles, event: EventRow, wire: WireEvent): void {
  const rooms = audienceOf(event);
  if (!wire.attached.offer || !event.agentId) {
    consoles.to(rooms).except(room.masked).local.emit('event', wire);
    return;
  }
  const asked = room.agent(event.agentId);
  consoles.to(asked).except(room.masked).local.emit('event', wire);
  consoles.to(rooms).except([asked, room.masked]).local.emit('event', withoutOffer(wire));
}

export function withoutOffer(wire: WireEvent): WireEvent {
  const { offer: _, ...attached } = wire.attached;
  return { ...wire, attached };
}
