import { expectedPurchases, type Known, probabilityAlive } from './expect-purchases.ts';
import type { PurchaseModel } from './fit-purchases.ts';
import { expectedSpend, type SpendModel } from './fit-spend.ts';
import type { Summary } from './summary.ts';

export interface Outlook {
  readonly customer: string;
  /** Within the horizon. */
  readonly expectedPurchases: number;
  readonly probabilityAlive: number;
  /** Of one purchase; null when amounts are not known. */
  readonly expectedSpend: number | null;
  /** What the expected purchases are worth today; null when amounts are not known. */
  readonly lifetimeValue: number | null;
}

export interface Terms {
  /** Weeks looked ahead. */
  readonly horizon: number;
  /** Share by which money is worth less a year later; 0: a purchase counts the same whenever it comes. */
  readonly discount: number;
}

const WEEKS_A_YEAR = 365.25 / 7;

/** What each customer will buy, one after the other in the order of the summary. */
export function* valueCustomers(summary: Summary, purchases: PurchaseModel, spend: SpendModel | null, terms: Terms): Generator<Outlook> {
  const { customers, frequency, recency, age, meanSpend } = summary;
  for (const [i, customer] of customers.entries()) {
    const known = { frequency: frequency[i] ?? 0, recency: recency[i] ?? 0, age: age[i] ?? 0 };
    const each = spend && expectedSpend(spend, known.frequency, meanSpend?.[i] ?? 0);
    yield {
      customer,
      expectedPurchases: expectedPurchases(purchases, known, terms.horizon),
      probabilityAlive: probabilityAlive(purchases, known),
      expectedSpend: each,
      lifetimeValue: each === null ? null : each * discountedPurchases(purchases, known, terms),
    };
  }
}

/** Expected purchases, each week's worth what money of that week is worth today. */
export function discountedPurchases(model: PurchaseModel, known: Known, { horizon, discount }: Terms): number {
  if (discount === 0) return expectedPurchases(model, known, horizon);
  let sum = 0;
  let before = 0;
  for (let week = 1; week < horizon + 1; week++) {
    const until = expectedPurchases(model, known, Math.min(week, horizon));
    sum += (until - before) / (1 + discount) ** (week / WEEKS_A_YEAR);
    before = until;
  }
  return sum;
}
