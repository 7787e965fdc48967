import type { Passerby } from '../busy-days/crowd.ts';
import { type Currency, products, type TierKey } from '../catalog.ts';
import type { Chances } from '../random.ts';
import type { OrderRow } from '../rows.ts';

const DAY = 86_400_000;

/** Purchases of the last two years by tier, and how many pieces of how dear a thing each is. */
const habits: Record<TierKey, { times: readonly [number, number]; pieces: readonly [number, number]; dearest: number }> = {
  platinum: { times: [9, 15], pieces: [3, 8], dearest: 0 },
  gold: { times: [6, 10], pieces: [1, 3], dearest: 0 },
  silver: { times: [3, 5], pieces: [1, 2], dearest: 0 },
  standard: { times: [0, 2], pieces: [1, 2], dearest: 3 },
};

/** What the many who come once have bought before: enough to learn from, and to be in the tier that they are in. */
export const buyOfCrowd = (fate: Chances, now: Date, crowd: readonly Passerby[]): OrderRow[] =>
  crowd.flatMap((person) => {
    const { times, pieces, dearest } = habits[person.tier];
    const currency: Currency = person.language === 'zh-CN' ? 'CNY' : 'EUR';
    return Array.from({ length: fate.whole(...times) }, () => {
      const placedAt = new Date(now.getTime() - fate.between(3, Math.max(40, (now.getTime() - person.since.getTime()) / DAY)) * DAY);
      const product = fate.pick(products.slice(dearest));
      const quantity = fate.whole(...pieces);
      const amount = product[currency] * 100 * quantity;
      return {
        id: fate.id(placedAt),
        customerId: person.id,
        number: `NW-${String(placedAt.getUTCFullYear()).slice(2)}-${fate.whole(200_000, 999_999)}${fate.hex(2)}`,
        placedAt,
        currency,
        amount,
        status: 'delivered',
        items: [{ name: product[person.language], quantity, amount }],
      };
    });
  });
