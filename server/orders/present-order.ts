import type { OrderView } from '../contract/archive.ts';
import type { Reader } from '../db/database.ts';
import { type Sql, sql } from '../db/sql.ts';

/** Orders `o` by a condition (with order and limit), as the API shows them. */
export async function readOrders(db: Reader, condition: Sql): Promise<OrderView[]> {
  const rows = await db.all<Omit<OrderView, 'placedAt' | 'updatedAt'> & { placedAt: Date; updatedAt: Date }>(sql`
    select o.id, coalesce(c.merged_into_id, c.id) as customer_id, o.number, o.placed_at, o.currency, o.amount, o.cost, o.status, o.items, o.payment, o.delivery, o.returns, o.updated_at
    from orders o join customers c on c.id = o.customer_id where ${condition}`);
  return rows.map((row) => ({ ...row, placedAt: row.placedAt.toISOString(), updatedAt: row.updatedAt.toISOString() }));
}

/** As it is shown to those who do not see what things cost us. */
export const withoutCost = <Order extends Pick<OrderView, 'cost' | 'items'>>(order: Order): Order => ({
  ...order,
  cost: null,
  items: order.items.map(({ cost: _, ...item }) => item),
});
