import { v7 as uuid } from 'uuid';
import type { OrderBody } from '../contract/archive.ts';
import { findRecord } from '../customers/profiles/find-record.ts';
import { valueDue } from '../customers/value/value-due.ts';
import type { Tx } from '../db/database.ts';
import { json, sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import type { Hub } from '../hub.ts';

/**
 * Record an order under its number, or what has changed of it. The same again changes nothing. Returns its id.
 * Throws `unknown_customer`, or `order_of_another` when the number belongs to an order of somebody else.
 */
export const putOrder = (hub: Hub, agentId: string, body: OrderBody): Promise<string> =>
  hub.db.transact((tx) => putOrderWithin(hub, tx, agentId, body));

/** The same as part of a transaction that changes more: an import takes many at once. */
export async function putOrderWithin(hub: Hub, tx: Tx, agentId: string, { customer, ...order }: OrderBody): Promise<string> {
  const customerId = await findRecord(tx, customer);
  const { number, placedAt, currency, amount, status, items, payment, delivery, returns } = order;
  const cost = order.cost ?? costOf(items);
  const put = await tx.maybe<{ id: string; isNew: boolean }>(sql`
    insert into orders as o (id, customer_id, number, placed_at, currency, amount, cost, status, items, payment, delivery, returns, updated_at)
    values (${uuid()}, ${customerId}, ${number}, ${placedAt}, ${currency}, ${amount}, ${cost}, ${status}, ${json(items)}, ${payment && json(payment)}, ${delivery && json(delivery)}, ${json(returns)}, ${hub.clock.now()})
    on conflict (number) do update set placed_at = excluded.placed_at, currency = excluded.currency, amount = excluded.amount, cost = excluded.cost,
      status = excluded.status, items = excluded.items, payment = excluded.payment, delivery = excluded.delivery, returns = excluded.returns, updated_at = excluded.updated_at
    where o.customer_id in (select customer_family(excluded.customer_id))
      and (o.placed_at, o.currency, o.amount, o.cost, o.status, o.items, o.payment, o.delivery, o.returns)
        is distinct from (excluded.placed_at, excluded.currency, excluded.amount, excluded.cost, excluded.status, excluded.items, excluded.payment, excluded.delivery, excluded.returns)
    returning o.id, xmax = 0 as is_new`);
  if (put) {
    valueDue(tx, customerId, hub.clock.now());
    record(hub, tx, {
      name: put.isNew ? 'order.placed' : 'order.changed',
      actor: agentActor(agentId),
      customerId,
      data: { number, status },
    });
    return put.id;
  }
  const same = await tx.maybe<{ id: string }>(
    sql`select id from orders where number = ${number} and customer_id in (select customer_family(${customerId}))`,
  );
  if (!same) throw new HubError('order_of_another', number);
  return same.id;
}

/** Known when that of every item is. */
const costOf = (items: OrderBody['items']): number | null =>
  items.length > 0 && items.every(({ cost }) => cost !== undefined) ? items.reduce((sum, { cost = 0 }) => sum + cost, 0) : null;
