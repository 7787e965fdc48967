import type { Caller } from '../auth/identify-caller.ts';
import { maySeeCustomer, seesEverything } from '../auth/permissions.ts';
import type { EventName } from '../contract/events.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { room } from './audience.ts';
import type { CallerOf, ConsoleSocket, Consoles } from './relay-events.ts';

/** Events after which somebody may no longer see a customer whose conversation they have open. */
const ending = new Set<EventName>([
  'task.moved',
  'task.queued',
  'task.completed',
  'task.canceled',
  'ticket.assigned',
  'ticket.opened',
  'customer.merged',
  'customer.parted',
]);
export const endsSight = (name: EventName): boolean =>
  ending.has(name) || name.startsWith('ticket.queue') || name.startsWith('ticket.merge');

/** Whoever follows a conversation on this node and may not see its customer any more hears nothing more of it. */
export async function recheckWatchers(hub: Hub, consoles: Consoles, callerOf: CallerOf): Promise<void> {
  for (const socket of consoles.sockets.values()) {
    const caller = callerOf(socket);
    const followed = caller && !seesEverything(caller) ? conversationsOf(socket) : [];
    if (!caller || followed.length === 0) continue;
    const seen = await readSeen(hub, caller, followed);
    for (const id of followed) if (!seen.has(id)) await socket.leave(room.conversation(id));
  }
}

const conversationsOf = (socket: ConsoleSocket): string[] =>
  [...socket.rooms].filter((name) => name.startsWith(room.conversation(''))).map((name) => name.slice(room.conversation('').length));

async function readSeen(hub: Hub, caller: Caller, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await hub.db.all<{ id: string }>(sql`
    select c.id from conversations c where c.id = any(${[...ids]}::uuid[]) and ${maySeeCustomer(caller, sql`c.customer_id`)}`);
  return new Set(rows.map(({ id }) => id));
}
