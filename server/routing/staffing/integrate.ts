/** A place where a function is looked at, and how much that counts. */
export interface Node {
  readonly at: number;
  readonly weight: number;
}

const PARTS = 16;
const gauss = [
  [-Math.sqrt(3 / 5), 5 / 18],
  [0, 8 / 18],
  [Math.sqrt(3 / 5), 5 / 18],
] as const;

/**
 * Where to look at a function so that its weighted sum is its integral: three Gauss points in each of some parts between
 * neighbouring `breaks`, which stand close where the function bends. No break is looked at itself.
 */
export function nodesBetween(breaks: readonly number[]): Node[] {
  const sorted = breaks.toSorted((a, b) => a - b);
  return sorted.slice(1).flatMap((to, i) => {
    const width = (to - (sorted[i] ?? to)) / PARTS;
    return Array.from({ length: PARTS }, (_, part) => to - (part + 0.5) * width).flatMap((middle) =>
      gauss.map(([place, share]) => ({ at: middle + (place * width) / 2, weight: share * width })),
    );
  });
}

/** 0, `first`, and on by doubling until `end`. */
export function doubling(first: number, end: number): number[] {
  const steps = [0, end];
  for (let step = first; step < end; step *= 2) steps.push(step);
  return steps;
}
