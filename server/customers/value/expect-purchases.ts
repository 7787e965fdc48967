import type { PurchaseModel } from './fit-purchases.ts';

/** Of one customer; times in weeks, see `Summary`. */
export interface Known {
  readonly frequency: number;
  readonly recency: number;
  readonly age: number;
}

/** The chance that this customer still buys at all (Fader, Hardie & Lee 2008, "Computing P(alive) Using the BG/NBD Model"). */
export function probabilityAlive({ r, alpha, a, b }: PurchaseModel, { frequency: x, recency, age }: Known): number {
  if (x === 0) return 1;
  return 1 / (1 + (a / (b + x - 1)) * ((alpha + age) / (alpha + recency)) ** (r + x));
}

/** How many purchases the next `horizon` weeks will bring (Fader, Hardie & Lee 2005, equation 10). */
export function expectedPurchases(model: PurchaseModel, known: Known, horizon: number): number {
  const { r, alpha, b } = model;
  const { frequency: x, age } = known;
  const a = besideOne(model.a);
  const [shape, z] = [besideOne(a + b + x) - 1, horizon / (alpha + age + horizon)];
  const lasting = 1 - (1 - z) ** (r + x) * hypergeometric(r + x, b + x, shape, z);
  return (shape / (a - 1)) * lasting * probabilityAlive(model, known);
}

/** Where a parameter is 1 the formula is 0/0: close beside it, it is as good as its limit. */
const besideOne = (parameter: number): number => (Math.abs(parameter - 1) < 1e-6 ? 1 + 1e-6 : parameter);

/** Gauss's ₂F₁(a, b; c; z) for 0 ≤ z < 1 by its series (DLMF 15.2.1). */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; Math.abs(term) > Math.abs(sum) * 1e-15 && n < 1e6; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
  }
  return sum;
}
