import type { QuarantinedItem } from '../contract/entities.ts';
import { readIdCursor } from '../db/cursor.ts';
import { sql } from '../db/sql.ts';
import { agentActor } from '../events/record-event.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { releaseItem } from './take-in-raw-item.ts';

export const intakeRoutes: HandlersOf<'listQuarantine' | 'retryQuarantined'> = {
  async listQuarantine({ hub, query }) {
    const rows = await hub.db.all<Omit<QuarantinedItem, 'receivedAt'> & { receivedAt: Date }>(sql`
      select id, channel::text, inbox_id, received_at, reason, detail, length(content) as size from raw_items
      where state = 'quarantined' ${query.cursor ? sql`and id < ${readIdCursor(query.cursor)}` : sql``} order by id desc limit ${query.limit + 1}`);
    const items = rows.slice(0, query.limit).map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() }));
    return { items, next: rows.length > items.length ? (items.at(-1)?.id ?? null) : null };
  },

  async retryQuarantined({ hub, caller, id }) {
    await releaseItem(hub, agentActor(caller.id), id);
    return { ok: true };
  },
};
