import { sql } from '../../db/sql.ts';
import { HubError } from '../../errors.ts';
import type { HandlersOf } from '../../http/endpoint.ts';

export const uploadRoutes: HandlersOf<'removeUpload'> = {
  async removeUpload({ hub, caller, id }) {
    const gone = await hub.db.maybe(sql`delete from uploads where id = ${id} and agent_id = ${caller.id} returning 1`);
    if (!gone) throw new HubError('not_found');
    return { ok: true };
  },
};
