import { seesMoney } from '../auth/permissions.ts';
import { requireCustomer } from '../auth/require-visible.ts';
import { readCursor, writeCursor } from '../db/cursor.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { HandlersOf } from '../http/endpoint.ts';
import { readOrders, withoutCost } from './present-order.ts';
import { putOrder } from './put-order.ts';

export const orderRoutes: HandlersOf<'putOrder' | 'listOrders'> = {
  async putOrder({ hub, caller, body }) {
    const [order] = await readOrders(hub.db, sql`o.id = ${await putOrder(hub, caller.id, body)}`);
    if (!order) throw new HubError('not_found');
    return order;
  },

  async listOrders({ hub, caller, id, query }) {
    await requireCustomer(hub, caller, id);
    const from = query.cursor ? readCursor(query.cursor) : undefined;
    const found = await readOrders(
      hub.db,
      sql`o.customer_id in (select customer_family(${id})) ${from ? sql`and (o.placed_at, o.id) < (${from.at}::timestamptz, ${from.id}::uuid)` : sql``}
        order by o.placed_at desc, o.id desc limit ${query.limit + 1}`,
    );
    const orders = found.slice(0, query.limit);
    const last = orders.at(-1);
    const shown = seesMoney(caller) ? orders : orders.map(withoutCost);
    return { orders: shown, next: last && found.length > orders.length ? writeCursor(last.placedAt, last.id) : null };
  },
};
