import { readIdCursor } from '../db/cursor.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { fieldTable, presentFields } from './field-table.ts';
import { countMembers, findMembers, requireReadable, segmentCondition } from './find-members.ts';
import { listSegments, readSegment, readWritten } from './present-segment.ts';
import { readWorkList } from './read-work-list.ts';
import { changeSegment, createSegment, removeSegment } from './save-segment.ts';

export const segmentRoutes: HandlersOf<
  'segmentFields' | 'listSegments' | 'createSegment' | 'changeSegment' | 'removeSegment' | 'countSegment' | 'segmentCustomers'
> = {
  async segmentFields({ hub }) {
    const [catalog, money] = await Promise.all([
      hub.catalog.current(),
      hub.db.maybe<{ currency: string }>(sql`select currency from customer_values limit 1`),
    ]);
    return { fields: presentFields(fieldTable(catalog)), currency: money?.currency ?? null };
  },

  listSegments: async ({ hub, caller }) => ({ segments: await listSegments(hub.db, caller) }),

  async createSegment({ hub, caller, body }) {
    return readWritten(hub.db, caller, await createSegment(hub, caller, body));
  },

  async changeSegment({ hub, caller, id, body }) {
    await changeSegment(hub, caller, id, body);
    return readWritten(hub.db, caller, id);
  },

  async removeSegment({ hub, caller, id }) {
    await removeSegment(hub, caller, id);
    return { ok: true };
  },

  async countSegment({ hub, caller, body }) {
    await requireReadable(hub, caller, body.filter);
    return { count: await countMembers(hub, caller, await segmentCondition(hub, body.filter)) };
  },

  async segmentCustomers({ hub, caller, id, query }) {
    const { filter } = await readSegment(hub.db, caller, id);
    await requireReadable(hub, caller, filter);
    const after = query.cursor ? readIdCursor(query.cursor) : undefined;
    const found = await findMembers(hub, caller, await segmentCondition(hub, filter), after, query.limit + 1);
    const ids = found.slice(0, query.limit);
    return { rows: await readWorkList(hub, caller, ids, filter), next: found.length > ids.length ? (ids.at(-1) ?? null) : null };
  },
};
