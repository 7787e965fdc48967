import { maySeeCustomer, seesMoney } from '../auth/permissions.ts';
import type { OrderView } from '../contract/archive.ts';
import { sql } from '../db/sql.ts';
import { knownFields } from '../imports/understand/field-names.ts';
import { writeAmount } from '../imports/understand/read-amount.ts';
import { withoutCost } from '../orders/present-order.ts';
import type { Asked } from './make-export.ts';
import { mapped, pages } from './pages.ts';
import type { Table, Value } from './table.ts';

interface Row extends Omit<OrderView, 'placedAt' | 'updatedAt'> {
  readonly placedAt: Date;
  readonly customer: string | null;
}

/** Orders of customers this person may see; what they cost us only for those who steer. */
export function exportOrders({ hub, caller, language }: Asked): Table {
  const costs = seesMoney(caller);
  const fields = knownFields.orders.filter(({ key }) => key !== 'cost' || costs);
  const read = (last: Row | undefined, limit: number) =>
    hub.db.all<Row>(sql`
      select o.*, c.external_id as customer from orders o join customers c on c.id = o.customer_id
      where o.id > ${last?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid and ${maySeeCustomer(caller, sql`o.customer_id`)} order by o.id limit ${limit}`);
  return {
    name: 'orders',
    columns: fields.map(({ key, label }) => ({ key, label: label[language] })),
    rows: mapped(pages(read), (row) => {
      const values = valuesOf(costs ? row : withoutCost(row));
      return fields.map(({ key }) => values[key] ?? null);
    }),
  };
}

const valuesOf = (order: Row): Record<string, Value> => ({
  number: order.number,
  customer: order.customer,
  placedAt: order.placedAt.toISOString(),
  amount: writeAmount(order.amount, order.currency),
  currency: order.currency,
  cost: order.cost === null ? null : writeAmount(order.cost, order.currency),
  status: order.status,
  items: order.items.length > 0 ? order.items : null,
  paymentMethod: order.payment?.method ?? null,
  paidAt: order.payment?.paidAt ?? null,
  carrier: order.delivery?.carrier ?? null,
  tracking: order.delivery?.tracking ?? null,
  deliveredAt: order.delivery?.deliveredAt ?? null,
  returns: order.returns.length > 0 ? order.returns : null,
});
