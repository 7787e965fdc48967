export interface HubClock {
  /** Milliseconds since the epoch, by the hub's clock. */
  now(): number;
  /** An answer with this Date header was asked for and came at these moments of our own clock. */
  heard(dateHeader: string | null, askedAt: number, cameAt: number): void;
}

/**
 * Follows the hub's clock by the Date headers of its answers. Each header, cut to whole seconds, says only that the
 * difference lies between two bounds; the bounds of several answers are intersected, and no correction is made while
 * zero lies between them.
 */
export function createHubClock(own: () => number = Date.now): HubClock {
  let bounds = unknown;
  return {
    now: () => own() + correction(bounds),
    heard(dateHeader, askedAt, cameAt) {
      const said = Date.parse(dateHeader ?? '');
      if (Number.isFinite(said)) bounds = intersect(bounds, { least: said - cameAt, most: said + 1000 - askedAt });
    },
  };
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

const unknown: Bounds = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/** Bounds that contradict each other mean that a clock was set: the newer ones count. */
function intersect(a: Bounds, b: Bounds): Bounds {
  const least = Math.max(a.least, b.least);
  const most = Math.min(a.most, b.most);
  return least <= most ? { least, most } : b;
}

function correction({ least, most }: Bounds) {
  if (least <= 0 && most >= 0) return 0;
  return (least + most) / 2;
}
