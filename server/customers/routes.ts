import { maySeeCustomer } from '../auth/permissions.ts';
import { requireCustomer } from '../auth/require-visible.ts';
import { readIdCursor } from '../db/cursor.ts';
import { sql } from '../db/sql.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { triesNumber } from '../search/read-question.ts';
import { openHistory } from './history/open-history.ts';
import { readDensity } from './history/read-density.ts';
import { readHistory } from './history/read-history.ts';
import { readCustomer, readStrips } from './present-customer.ts';
import { findCustomers } from './search/find-customers.ts';

export const customerRoutes: HandlersOf<'listCustomers' | 'getCustomer' | 'customerTimeline' | 'customerDensity'> = {
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
    return readCustomer(hub, caller, id);
  },

  async customerTimeline({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    // One connection for all sources: they travel in one packet, and a pool of ten serves ten readers.
    if (caller.masked && triesNumber(query.search)) return { items: [], next: null, newer: null };
    return hub.db.transact(async (tx) => {
      const { circle, show } = await openHistory(tx, caller, id, query.show);
      return readHistory(tx, circle, { ...query, show });
    });
  },

  async customerDensity({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    return hub.db.transact(async (tx) => {
      const { circle, show } = await openHistory(tx, caller, id);
      return readDensity(tx, circle, { ...query, now: hub.clock.now(), show });
    });
  },
};
