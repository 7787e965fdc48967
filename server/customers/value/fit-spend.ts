import { logGamma } from './log-gamma.ts';
import { minimiseSum } from './minimise.ts';
import type { Summary } from './summary.ts';

/** Gamma–Gamma: amounts vary around each customer's mean (gamma, shape `p`), and the means between customers (`q`, `v`). */
export interface SpendModel {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

/**
 * The parameters under which the mean amounts of those who came back are most likely (Fader & Hardie 2013, "The
 * Gamma-Gamma Model of Monetary Value", equation 1a). Null when fewer than two spent anything.
 */
export function fitSpend({ frequency, meanSpend }: Summary): SpendModel | null {
  const seen = spenders(frequency, meanSpend);
  if (seen.length < 2) return null;
  // In units of the typical amount the search is the same for cents and for millions.
  const unit = seen.reduce((sum, { mean }) => sum + mean, 0) / seen.length;
  const inUnits = seen.map(({ x, mean }) => ({ x, mean: mean / unit }));
  const { at } = minimiseSum(inUnits.length, (logs, every) => -logLikelihood(modelAt(logs), inUnits, every), [0, 1, 0]);
  const { v, ...shape } = modelAt(at);
  return { ...shape, v: v * unit };
}

function modelAt([p = 0, q = 0, v = 0]: readonly number[]): SpendModel {
  return { p: Math.exp(p), q: Math.exp(q), v: Math.exp(v) };
}

interface Spender {
  readonly x: number;
  readonly mean: number;
}

function spenders(frequency: Float64Array, meanSpend: Float64Array | undefined): Spender[] {
  return meanSpend ? Array.from(frequency, (x, i) => ({ x, mean: meanSpend[i] ?? 0 })).filter(({ x, mean }) => x > 0 && mean > 0) : [];
}

function logLikelihood({ p, q, v }: SpendModel, seen: readonly Spender[], every: number): number {
  const gammas = new Map<number, number>();
  const fixed = q * Math.log(v) - logGamma(q);
  let sum = 0;
  for (let i = 0; i < seen.length; i += every) {
    const { x, mean } = seen[i] ?? { x: 1, mean: 1 };
    let ofCount = gammas.get(x);
    if (ofCount === undefined) {
      ofCount = logGamma(p * x + q) - logGamma(p * x) + p * x * Math.log(x);
      gammas.set(x, ofCount);
    }
    sum += fixed + ofCount + (p * x - 1) * Math.log(mean) - (p * x + q) * Math.log(v + x * mean);
  }
  return sum;
}

/** What one purchase of this customer will be worth on average: their own mean, drawn towards everybody's. */
export const expectedSpend = ({ p, q, v }: SpendModel, frequency: number, meanSpend: number): number =>
  (p * (v + frequency * meanSpend)) / (p * frequency + q - 1);
