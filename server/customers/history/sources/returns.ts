import { sql } from '../../../db/sql.ts';
import { nearest, type Source, saying, wants } from '../page.ts';

interface Row {
  id: string;
  recordId: string;
  at: Date;
  number: string;
  currency: string;
  amount: number;
  reason: string | null;
}

/** What came back, each at its own date: `order_returns` says where in its order it stands. */
export const findReturns: Source = async (db, ask) => {
  if (!wants(ask, 'return')) return [];
  const said = saying(
    sql`(select o.number || ' ' || coalesce(o.returns -> position ->> 'reason', '') from orders o where o.id = order_id)`,
    ask,
  );
  const rows = await db.all<Row>(sql`
    select r.id, r.customer_id as record_id, r.at, o.number, o.currency, (o.returns -> r.position ->> 'amount')::bigint as amount,
      o.returns -> r.position ->> 'reason' as reason
    from ${nearest(sql`order_returns`, sql`at`, ask, said)} r join orders o on o.id = r.order_id`);
  return rows.map(({ id, recordId, at, reason, ...order }) => ({
    type: 'return',
    id,
    at: at.toISOString(),
    of: ask.circle.of(recordId),
    return: { ...order, reason: reason ?? '' },
  }));
};
