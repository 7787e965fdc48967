import { logGamma } from './log-gamma.ts';
import { minimiseSum } from './minimise.ts';
import type { Summary } from './summary.ts';

/**
 * BG/NBD: while active a customer buys at a rate that differs between customers (gamma: shape `r`, rate `alpha` in
 * weeks), and after each purchase is lost with a chance that differs too (beta: `a`, `b`).
 */
export interface PurchaseModel {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** The parameters under which what was seen is most likely (Fader, Hardie & Lee 2005, equation 6), and its log-likelihood. */
export function fitPurchases(summary: Summary): PurchaseModel & { logLikelihood: number } {
  const groups = alike(summary);
  const { at, cost } = minimiseSum(groups.count.length, (logs, every) => -logLikelihood(modelAt(logs), groups, every), [0, 0, 0, 0]);
  return { ...modelAt(at), logLikelihood: -cost };
}

/** Searched over logarithms, so that every place is one of positive parameters. */
function modelAt([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): PurchaseModel {
  return { r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) };
}

/** Customers of whom the same is known count together. */
interface Groups {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  readonly count: Float64Array;
  readonly most: number;
}

function alike({ frequency, recency, age }: Summary): Groups {
  const order = Uint32Array.from(frequency.keys());
  const compare = (i: number, j: number) =>
    at(frequency, i) - at(frequency, j) || at(recency, i) - at(recency, j) || at(age, i) - at(age, j);
  order.sort(compare);
  const firsts: number[] = [];
  const count: number[] = [];
  let previous = -1;
  for (const i of order) {
    if (previous < 0 || compare(previous, i) !== 0) {
      firsts.push(i);
      count.push(0);
    }
    count[count.length - 1] = (count.at(-1) ?? 0) + 1;
    previous = i;
  }
  const column = (values: Float64Array) => Float64Array.from(firsts, (i) => at(values, i));
  const most = frequency.reduce((max, x) => Math.max(max, x), 0);
  return { frequency: column(frequency), recency: column(recency), age: column(age), count: Float64Array.from(count), most };
}

function logLikelihood(model: PurchaseModel, { frequency, recency, age, count, most }: Groups, every: number): number {
  const { r, alpha } = model;
  const steady = byFrequency(model, most);
  let sum = 0;
  for (let i = 0; i < count.length; i += every) {
    const x = at(frequency, i);
    const active = -(r + x) * Math.log(alpha + at(age, i));
    let both = active;
    if (x > 0) {
      const lost = Math.log(model.a / (model.b + x - 1)) - (r + x) * Math.log(alpha + at(recency, i));
      both = Math.max(active, lost) + Math.log1p(Math.exp(-Math.abs(active - lost)));
    }
    sum += at(count, i) * (at(steady, x) + both);
  }
  return sum;
}

/** The part that depends on the number of purchases only: ln [ B(a, b+x)/B(a, b) · Γ(r+x)/Γ(r) · α^r ]. */
function byFrequency({ r, alpha, a, b }: PurchaseModel, most: number): Float64Array {
  const fixed = logGamma(a + b) - logGamma(b) - logGamma(r) + r * Math.log(alpha);
  return Float64Array.from({ length: most + 1 }, (_, x) => fixed + logGamma(b + x) - logGamma(a + b + x) + logGamma(r + x));
}

const at = (values: Float64Array, i: number): number => values[i] ?? 0;
