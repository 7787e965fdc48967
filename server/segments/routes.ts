import { readIdCursor } from '../db/cursor.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { fieldTable, presentFields } from './field-table.ts';
import { countMembers, findRichest, requireReadable, type Standing, segmentCondition } from './find-members.ts';
import { listSegments, readSegment, readWritten } from './present-segment.ts';
import { readWorkList } from './read-work-list.ts';
import { changeSegment, createSegment, removeSegment } from './save-segment.ts';

export const segmentRoutes: HandlersOf<
  'segmentFields' | 'listSegments' | 'createSegment' | 'changeSegment' | 'removeSegment' | 'countSegment' | 'segmentCustomers'
> = {
  async segmentFields({ hub, caller }) {
    const [catalog, money] = await Promise.all([
      hub.catalog.current(),
      hub.db.maybe<{ currency: string }>(sql`select currency from customer_values limit 1`),
    ]);
    return { fields: presentFields(fieldTable(catalog), caller), currency: money?.currency ?? null };
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
    const after = query.cursor ? readStanding(query.cursor) : undefined;
    const found = await findRichest(hub, caller, await segmentCondition(hub, filter), after, query.limit + 1);
    const page = found.slice(0, query.limit);
    const ids = page.map(({ id: customerId }) => customerId);
    const last = found.length > page.length ? page.at(-1) : undefined;
    return { rows: await readWorkList(hub, caller, ids, filter), next: last ? writeStanding(last) : null };
  },
};

const writeStanding = ({ id, revenue }: Standing): string => `${revenue ?? ''}_${id}`;

function readStanding(cursor: string): Standing {
  const [, revenue = '', id = ''] = /^(-?\d{1,18})?_(.+)$/.exec(cursor) ?? [];
  return { id: readIdCursor(id), revenue: revenue === '' ? null : Number(revenue) };
}
