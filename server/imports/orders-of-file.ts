import { OrderBody, type OrderView } from '../contract/archive.ts';
import { valueDue } from '../customers/value/value-due.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import { agentActor, record } from '../events/record-event.ts';
import { readOrders } from '../orders/present-order.ts';
import { putOrderWithin } from '../orders/put-order.ts';
import type { State, Subject } from './subject.ts';
import { type SaidOrder, understandPurchase } from './understand/understand-row.ts';

export const ordersOfFile: Subject<SaidOrder> = {
  understand: understandPurchase,
  keyOf: ({ number }) => number ?? '',
  tiesOf: ({ number }) => [number ?? ''],
  look: async (db, keys) =>
    new Map((await readOrders(db, sql`o.number = any(${keys})`)).map((order) => [order.number, { id: order.id, state: stateOf(order) }])),
  async put(hub, tx, agentId, said, before) {
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    const body = OrderBody.safeParse({ ...before?.state, ...given });
    if (!body.success) throw new HubError('bad_request', String(body.error.issues[0]?.path[0] ?? ''));
    await putOrderWithin(hub, tx, agentId, body.data);
    return [];
  },
  async hold(tx, id) {
    const [order] = await readOrders(tx, sql`o.id = ${id} for update of o`);
    return order && stateOf(order);
  },
  async putBack(hub, tx, agentId, { subjectId, before }) {
    const [order] = await readOrders(tx, sql`o.id = ${subjectId}`);
    if (order) await putOrderWithin(hub, tx, agentId, OrderBody.parse({ ...stateOf(order), ...before }));
  },
  async remove(hub, tx, agentId, { subjectId }) {
    const order = await tx.maybe<{ customerId: string; number: string }>(
      sql`delete from orders where id = ${subjectId} returning customer_id, number`,
    );
    if (!order) return true;
    valueDue(tx, order.customerId, hub.clock.now());
    record(hub, tx, { name: 'order.withdrawn', actor: agentActor(agentId), customerId: order.customerId, data: { number: order.number } });
    return true;
  },
};

/** As the API takes it. */
const stateOf = ({ id: _, updatedAt: __, customerId, ...order }: OrderView): State => ({ ...order, customer: { id: customerId } });
