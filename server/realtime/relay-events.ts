import type { Namespace, Socket } from 'socket.io';
import type { ConsoleToServer, ServerToConsole, WireEvent } from '../contract/events.ts';
import type { EventRow } from '../events/feed.ts';
import { singleFlight } from '../events/single-flight.ts';
import type { Hub } from '../hub.ts';
import { attach } from './attach.ts';
import { audienceOf, room } from './audience.ts';

export type Consoles = Namespace<ConsoleToServer, ServerToConsole>;
export type ConsoleSocket = Socket<ConsoleToServer, ServerToConsole>;

/** How long to wait before what could not be relayed is tried again (milliseconds). */
const PAUSE = 1000;

/** Each committed event goes to the consoles of this node that may see it. Every node does the same for its own. */
export function relayEvents(hub: Hub, consoles: Consoles): void {
  let waiting: EventRow[] = [];
  const relay = singleFlight(
    async () => {
      const batch = waiting.filter((event) => audienceOf(event).some((name) => consoles.adapter.rooms.has(name)));
      waiting = [];
      if (batch.length === 0) return;
      const wires = await attach(hub, batch).catch((error: unknown) => {
        waiting = [...batch, ...waiting];
        setTimeout(relay, PAUSE).unref();
        throw error;
      });
      wires.forEach((wire, i) => {
        const event = batch[i];
        if (event) emit(consoles, event, wire);
      });
    },
    (error) => hub.log.error({ err: error }, 'relay failed'),
  );
  hub.feed.subscribe((events) => {
    waiting = [...waiting, ...events];
    relay();
  });
}

/** Only who is asked gets the offer's full picture; everyone else concerned learns that there is one. */
function emit(consoles: Consoles, event: EventRow, wire: WireEvent): void {
  const rooms = audienceOf(event);
  if (!wire.attached.offer || !event.agentId) {
    consoles.to(rooms).local.emit('event', wire);
    return;
  }
  const asked = room.agent(event.agentId);
  consoles.to(asked).local.emit('event', wire);
  const { offer: _, ...attached } = wire.attached;
  consoles
    .to(rooms)
    .except(asked)
    .local.emit('event', { ...wire, attached });
}
