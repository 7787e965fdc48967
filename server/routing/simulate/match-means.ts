import type { Stream } from './scenario.ts';

interface Rows {
  readonly streamOf: Int32Array;
  readonly at: Float64Array;
  readonly handle: Float64Array;
}

/**
 * Scales time and handling so that as many customers come, and need as much work on average, as the scenario says. Waits answer
 * many times over to chance in these two means; matching them (Boyle, Broadie & Glasserman, "Monte Carlo methods for security
 * pricing", 1997) makes a run as exact as one of twice its length, and alters nothing else.
 */
export function matchMeans({ streamOf, at, handle }: Rows, streams: readonly Stream[]): void {
  const rate = streams.reduce((sum, { ratePerSecond }) => sum + ratePerSecond, 0);
  scale(at, at.length / rate / (at.at(-1) ?? 1));
  const factors = handleFactors(streamOf, handle, streams);
  handle.forEach((seconds, row) => {
    handle[row] = seconds * (factors[streamOf[row] ?? 0] ?? 1);
  });
}

function scale(values: Float64Array, factor: number): void {
  values.forEach((value, i) => {
    values[i] = value * factor;
  });
}

/** Only what has a mean in the scenario: constant and empirical handling times stay as they are given. */
function handleFactors(streamOf: Int32Array, handle: Float64Array, streams: readonly Stream[]): number[] {
  const sums = streams.map(() => ({ count: 0, seconds: 0 }));
  streamOf.forEach((stream, row) => {
    const sum = sums[stream];
    if (!sum) return;
    sum.count++;
    sum.seconds += handle[row] ?? 0;
  });
  return sums.map(({ count, seconds }, i) => {
    const its = streams[i]?.handle;
    return its && 'mean' in its && seconds > 0 ? (its.mean * count) / seconds : 1;
  });
}
