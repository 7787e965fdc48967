/** How long somebody waited, and whether they then gave up. Of those answered we know only that they would have waited longer. */
export interface Wait {
  readonly seconds: number;
  readonly gaveUp: boolean;
  /** How many waited just so; 1 by default. */
  readonly count?: number;
}

/** From this wait on only this share would still be there. */
export interface Step {
  readonly seconds: number;
  readonly stay: number;
}

/** The share who would wait longer than a time, by the product-limit estimate (Kaplan & Meier 1958): one step for each time somebody gave up. */
export function patienceCurve(waits: readonly Wait[]): Step[] {
  const sorted = waits.toSorted((a, b) => a.seconds - b.seconds);
  const steps: Step[] = [];
  let still = sorted.reduce((sum, { count = 1 }) => sum + count, 0);
  let stay = 1;
  for (let next = 0; next < sorted.length; ) {
    const seconds = sorted[next]?.seconds ?? 0;
    let [leaving, seen] = [0, 0];
    for (; sorted[next]?.seconds === seconds; next++) {
      const { gaveUp = false, count = 1 } = sorted[next] ?? {};
      seen += count;
      if (gaveUp) leaving += count;
    }
    stay *= 1 - leaving / still;
    still -= seen;
    if (leaving > 0) steps.push({ seconds, stay });
  }
  return steps;
}

/**
 * The mean patience Erlang A should be told: that of the exponential whose curve has, up to the longest wait seen, the same area
 * as the measured one. Beyond the longest wait nobody knows: where most gave up only there, that curve is all but level, and the time
 * waited for each who gave up (Mandelbaum & Zeltyn 2007) says more. Infinity when nobody gave up.
 */
export function meanPatience(waits: readonly Wait[]): number {
  const curve = patienceCurve(waits);
  if (curve.length === 0) return Infinity;
  const [fitted, counted] = [fittedMean(curve, waits), waitedForEachLost(waits)];
  return fitted > 2 * counted ? counted : fitted;
}

function waitedForEachLost(waits: readonly Wait[]): number {
  const sum = (of: (wait: Wait) => number) => waits.reduce((total, wait) => total + of(wait) * (wait.count ?? 1), 0);
  return sum(({ seconds }) => seconds) / sum(({ gaveUp }) => (gaveUp ? 1 : 0));
}

function fittedMean(curve: readonly Step[], waits: readonly Wait[]): number {
  const longest = waits.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const area = areaUnder(curve, longest);
  if (area >= longest) return Infinity;
  let [low, high] = [0, 1];
  while (areaOfExponential(high, longest) < area) [low, high] = [high, 2 * high];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (areaOfExponential(middle, longest) < area) low = middle;
    else high = middle;
  }
  return high;
}

const areaOfExponential = (mean: number, until: number): number => -mean * Math.expm1(-until / mean);

function areaUnder(curve: readonly Step[], until: number): number {
  let [area, from, stay] = [0, 0, 1];
  for (const step of curve) {
    area += stay * (step.seconds - from);
    [from, stay] = [step.seconds, step.stay];
  }
  return area + stay * (until - from);
}
