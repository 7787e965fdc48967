import { type Currency, products, type TierKey } from '../catalog.ts';
import type { Acquaintance } from '../people.ts';
import type { OrderRow } from '../rows.ts';
import { secondsAfter, type Teller } from './scene.ts';

const DAY = 86_400;

/** Purchases of the last year and a half, more of them the higher the tier. */
const habits: Record<TierKey, readonly [fewest: number, most: number]> = {
  platinum: [6, 9],
  gold: [3, 6],
  silver: [1, 3],
  standard: [0, 2],
};

export function placeOrders(teller: Teller, customer: Acquaintance): void {
  const { fate, now } = teller;
  for (let left = fate.whole(...habits[customer.tier]); left > 0; left--)
    placeOrder(teller, customer, secondsAfter(now, -fate.between(2, 540) * DAY));
}

/** The order that a story at this time can be about: a recent one, else one placed for it. */
export function orderBefore(teller: Teller, customer: Acquaintance, at: Date): OrderRow {
  const recent = teller.history.orders.findLast(
    (order) =>
      order.customerId === customer.id && order.placedAt < secondsAfter(at, -2 * DAY) && order.placedAt > secondsAfter(at, -30 * DAY),
  );
  return recent ?? placeOrder(teller, customer, secondsAfter(at, -teller.fate.between(3, 12) * DAY));
}

function placeOrder({ fate, now, history }: Teller, customer: Acquaintance, placedAt: Date): OrderRow {
  const currency = currencyOf(customer);
  const items = fate
    .shuffle(products)
    .slice(0, fate.whole(1, 3))
    .map((product) => {
      const quantity =
        customer.kind === 'company' && customer.tier !== 'standard' ? fate.whole(2, 8) : product.EUR < 400 ? fate.whole(1, 3) : 1;
      return { name: product[customer.language], quantity, amount: product[currency] * 100 * quantity };
    });
  const order: OrderRow = {
    id: fate.id(placedAt),
    customerId: customer.id,
    number: `NW-${String(placedAt.getUTCFullYear()).slice(2)}-${10_000 + history.orders.length * 7 + fate.whole(0, 6)}`,
    placedAt,
    currency,
    amount: items.reduce((sum, { amount }) => sum + amount, 0),
    status: statusOf((now.getTime() - placedAt.getTime()) / 1000 / DAY),
    items,
  };
  history.orders.push(order);
  return order;
}

const currencyOf = ({ phone }: Acquaintance): Currency => (phone.startsWith('+86') ? 'CNY' : phone.startsWith('+1') ? 'USD' : 'EUR');

const statusOf = (age: number): string => (age < 2 ? 'processing' : age < 6 ? 'shipped' : 'delivered');
