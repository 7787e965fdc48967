import { maySeeCustomer } from '../auth/permissions.ts';
import { requireCustomer } from '../auth/require-visible.ts';
import { readIdCursor } from '../db/cursor.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { readCustomer, readStrips } from './present-customer.ts';
import { readTimeline } from './read-timeline.ts';
import { findCustomers } from './search/find-customers.ts';

export const customerRoutes: HandlersOf<'listCustomers' | 'getCustomer' | 'customerTimeline'> = {
  async listCustomers({ hub, caller, query }) {
    const search = query.search?.trim();
    if (search) return { customers: await findCustomers(hub.db, caller, search, query.limit), next: null };
    const found = await readStrips(
      hub.db,
      sql`c.merged_into_id is null and ${maySeeCustomer(caller, sql`c.id`)}
        ${query.cursor ? sql`and c.id > ${readIdCursor(query.cursor)}` : sql``} order by c.id limit ${query.limit + 1}`,
    );
    const customers = found.slice(0, query.limit);
    return { customers, next: found.length > customers.length ? (customers.at(-1)?.id ?? null) : null };
  },

  async getCustomer({ hub, caller, id }) {
    await requireCustomer(hub, caller, id);
    return readCustomer(hub.db, id);
  },

  async customerTimeline({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    return readTimeline(hub.db, id, query);
  },
};
