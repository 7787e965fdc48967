/** The standard normal quantile of 0.9. */
const Z90 = 1.2815515655446004;

/**
 * Quantiles of the time until the k-th departure, of a Poisson process whose rate is itself only known from `seen`
 * departures. Known exactly, that time is Erlang(k, rate) (Whitt 1999, "Predicting Queueing Delays"); with a gamma
 * distributed rate it is (k / rate) × F(2k, 2·seen), whose quantiles are taken by Paulson's approximation (1942).
 */
export function departureTime(k: number, rate: number, seen: number): { p50: number; p90: number } {
  const mean = k / rate;
  return { p50: mean * ratioQuantile(k, seen, 0), p90: mean * ratioQuantile(k, seen, Z90) };
}

/** F(2k, 2n) at the normal quantile z: with both cube roots nearly normal (Wilson and Hilferty), a quadratic in F^(1/3). */
function ratioQuantile(k: number, n: number, z: number): number {
  const [a, b] = [1 / (9 * k), 1 / (9 * n)];
  const lead = (1 - b) ** 2 - z ** 2 * b;
  const middle = (1 - a) * (1 - b);
  const root = Math.sqrt(Math.max(0, middle ** 2 - lead * ((1 - a) ** 2 - z ** 2 * a)));
  return ((middle + root * Math.sign(z)) / lead) ** 3;
}
