/** The value below which `share` of the values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Three significant digits: more would only be noise. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** The rounds of one side and their median. */
export const summary = (rounds: readonly number[]) => ({ median: rounded(median(rounds)), rounds: rounds.map(rounded) });

/** Ratio of two sides measured in turn: the median of the ratios of neighbouring rounds, which shared the machine's mood. */
export function ratio(ours: readonly number[], limit: readonly number[]) {
  const pairs = ours.map((value, i) => value / (limit[i] ?? Number.NaN));
  return { ratio: rounded(median(pairs)), worst: rounded(Math.min(...pairs)), best: rounded(Math.max(...pairs)) };
}
