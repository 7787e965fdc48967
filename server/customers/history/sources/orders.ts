import { sql } from '../../../db/sql.ts';
import { nearest, type Source, saying, wants } from '../page.ts';

interface Row {
  id: string;
  recordId: string;
  placedAt: Date;
  number: string;
  currency: string;
  amount: number;
  status: string;
  items: { name: string; quantity: number; amount: number }[];
}

export const findOrders: Source = async (db, ask) => {
  if (!wants(ask, 'order')) return [];
  const rows = await db.all<Row>(sql`
    select o.id, o.customer_id as record_id, o.placed_at, o.number, o.currency, o.amount, o.status, o.items
    from ${nearest(sql`orders`, sql`placed_at`, ask, saying(sql`number || ' ' || items::text`, ask))} o`);
  return rows.map(({ id, recordId, placedAt, items, ...order }) => ({
    type: 'order',
    id,
    at: placedAt.toISOString(),
    of: ask.circle.of(recordId),
    // What an item cost us is not for everybody who reads this.
    order: { ...order, items: items.map(({ name, quantity, amount }) => ({ name, quantity, amount })) },
  }));
};
