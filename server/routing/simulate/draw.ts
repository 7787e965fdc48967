import type { Random } from './random.ts';
import type { Distribution } from './scenario.ts';

/** Draws of a distribution, in seconds. */
export function drawsOf(of: Distribution, random: Random): () => number {
  switch (of.distribution) {
    case 'exponential':
      return exponential(of.mean, random);
    case 'constant':
      return () => of.value;
    case 'lognormal':
      return lognormal(of.mean, of.sd, random);
    case 'empirical':
      return () => of.values[Math.floor(random() * of.values.length)] ?? 0;
  }
}

/** By inversion; `random` never gives 1, so the logarithm is finite. */
export const exponential = (mean: number, random: Random) => (): number => -mean * Math.log1p(-random());

/** `mean` and `sd` are those of the seconds themselves, not of their logarithm. */
function lognormal(mean: number, sd: number, random: Random): () => number {
  const variance = Math.log1p((sd / mean) ** 2);
  const centre = Math.log(mean) - variance / 2;
  return () => Math.exp(centre + Math.sqrt(variance) * normal(random));
}

/** Box & Muller 1958, two uniform numbers for each draw. */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log1p(-random())) * Math.cos(2 * Math.PI * random());
