import type { Caller } from '../auth/identify-caller.ts';
import { can, withReach } from '../auth/permissions.ts';
import { requireConversation } from '../auth/require-visible.ts';
import { sql } from '../db/sql.ts';
import type { Hub } from '../hub.ts';
import { room } from './audience.ts';
import type { ConsoleSocket, Consoles } from './relay-events.ts';

/** A window tells no more often than this; what comes sooner is left out (milliseconds). */
const AT_MOST_EVERY = 2000;

/**
 * Customer and agent see that the other is writing, never what: nothing of it is stored. A customer hears it of those only
 * who may answer them and have their conversation open.
 */
export function serveWriting(hub: Hub, socket: ConsoleSocket, caller: Caller): void {
  let toldAt = Number.NEGATIVE_INFINITY;
  socket.on('answering', (conversationId) => {
    if (typeof conversationId !== 'string' || !socket.rooms.has(room.conversation(conversationId))) return;
    if (!can(caller, 'tickets.write') || performance.now() - toldAt < AT_MOST_EVERY) return;
    toldAt = performance.now();
    tellCustomer(hub, caller, conversationId).catch((error: unknown) => hub.log.debug({ err: error }, 'writing not told'));
  });
}

async function tellCustomer(hub: Hub, caller: Caller, conversationId: string): Promise<void> {
  await requireConversation(hub, withReach(caller, 'tickets.write'), conversationId);
  const line = await hub.db.maybe<{ inboxId: string; to: string }>(sql`
    select c.inbox_id, p.value as "to" from conversations c join contact_points p on p.id = c.contact_point_id where c.id = ${conversationId}`);
  const inbox = hub.catalog.known().inboxes.find(({ id }) => id === line?.inboxId);
  if (line && inbox) hub.channels[inbox.channel]?.showWriting?.(inbox, line.to, caller.name);
}

/** The other way: whoever has the conversation of this sender open sees that they write, on whichever node. */
export const tellConsoles =
  (hub: Hub, consoles: Consoles) =>
  async (inboxId: string, sender: string): Promise<void> => {
    const line = await hub.db.maybe<{ id: string }>(sql`
      select c.id from contact_points p join conversations c on c.contact_point_id = p.id and c.inbox_id = ${inboxId}
      where p.kind = 'chat_visitor' and p.value = ${sender}`);
    if (line) consoles.to(room.conversation(line.id)).emit('customer_writing', line.id);
  };
