import type { Viewer } from '../../auth/permissions.ts';
import { requireTicket } from '../../auth/require-visible.ts';
import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';
import type { Hub } from '../../hub.ts';
import { readSide } from './read-sides.ts';
import { startSide } from './start-side.ts';
import { writeSide } from './write-side.ts';

export const sideRoutes: HandlersOf<'startSide' | 'getSide' | 'writeSide'> = {
  async startSide({ hub, caller, id, body }) {
    await requireTicket(hub, caller, id);
    return readSide(hub.db, await startSide(hub, caller.id, id, body));
  },

  async getSide({ hub, caller, id }) {
    await requireSide(hub, caller, id);
    return readSide(hub.db, id);
  },

  async writeSide({ hub, caller, id, body }) {
    await requireSide(hub, caller, id);
    await writeSide(hub, caller.id, id, body);
    return readSide(hub.db, id);
  },
};

/** Whoever may see the ticket. Throws `not_found`. */
async function requireSide(hub: Hub, viewer: Viewer, id: string): Promise<void> {
  const side = await hub.db.maybe<{ ticketId: string }>(sql`select ticket_id from side_conversations where id = ${id}`);
  if (!side) throw new HubError('not_found');
  await requireTicket(hub, viewer, side.ticketId);
}
