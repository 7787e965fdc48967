import { type Random, randomSources } from '../../../../server/routing/simulate/random.ts';

/** A shop's customers as the models suppose them: purchases by BG/NBD, amounts by Gamma–Gamma. */
export const truth = { r: 0.7, alpha: 8, a: 0.9, b: 3, p: 4, q: 4, v: 60 };

export interface Drawn {
  readonly frequency: number;
  readonly recency: number;
  readonly age: number;
  readonly meanSpend: number;
  /** Purchases in the weeks after. */
  readonly later: number;
}

/** Always the same ones; all of them bought first at week 0. */
export function drawCustomers(count: number, { until, after }: { until: number; after: number }): Drawn[] {
  const random = randomSources(11).next().value;
  return Array.from({ length: count }, () => drawCustomer(random, until, after));
}

function drawCustomer(random: Random, until: number, after: number): Drawn {
  const days = purchases(random, until + after);
  const seen = days.filter((week) => week <= until);
  const nu = gamma(random, truth.q) / truth.v;
  const amounts = seen.map(() => gamma(random, truth.p) / nu);
  return {
    frequency: seen.length,
    recency: seen.at(-1) ?? 0,
    age: until,
    meanSpend: seen.length > 0 ? amounts.reduce((sum, amount) => sum + amount, 0) / seen.length : 0,
    later: days.length - seen.length,
  };
}

function purchases(random: Random, until: number): number[] {
  const rate = gamma(random, truth.r) / truth.alpha;
  const [one, other] = [gamma(random, truth.a), gamma(random, truth.b)];
  const lost = one / (one + other);
  const weeks: number[] = [];
  for (let week = wait(random, rate); week <= until; week += wait(random, rate)) {
    weeks.push(week);
    if (random() < lost) break;
  }
  return weeks;
}

const wait = (random: Random, rate: number): number => -Math.log1p(-random()) / rate;

/** Marsaglia & Tsang (2000); below shape 1 by Γ(k) = Γ(k + 1) · U^(1/k). */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log1p(-random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Box & Muller (1958). */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log1p(-random())) * Math.cos(2 * Math.PI * random());
