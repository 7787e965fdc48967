/** Amounts by their dates, added up once: what had come together by any time is then found without adding again. */
export interface Steps {
  /** Up to and including a time. */
  until(at: number): number;
  /** After one time, up to and including another. */
  between(from: number, to: number): number;
  /** How many there were by then. */
  count(at: number): number;
  /** The last date up to a time, or undefined. */
  last(at: number): number | undefined;
  readonly dates: Float64Array;
}

export interface Step {
  readonly at: number;
  readonly by: number;
}

/** The order in which the steps are given does not matter. */
export function stepsOf(steps: readonly Step[]): Steps {
  // Sums of doubles depend on their order, so equal dates need one too.
  const sorted = steps.toSorted((a, b) => a.at - b.at || a.by - b.by);
  const dates = Float64Array.from(sorted, ({ at }) => at);
  const sums = new Float64Array(sorted.length + 1);
  for (const [i, { by }] of sorted.entries()) sums[i + 1] = (sums[i] ?? 0) + by;
  const count = (at: number) => countUntil(dates, at);
  const until = (at: number) => sums[count(at)] ?? 0;
  return { until, count, dates, between: (from, to) => until(to) - until(from), last: (at) => dates[count(at) - 1] };
}

/** How many of the sorted dates are no later than a time. */
function countUntil(dates: Float64Array, at: number): number {
  let [low, high] = [0, dates.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((dates[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
