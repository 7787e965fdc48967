/** Reflection, expansion, contraction and shrinkage as Nelder and Mead chose them. */
const [EXPAND, CONTRACT, SHRINK] = [2, 0.5, 0.5];
const FIRST_STEP = 0.5;
const EXACT_TO = 1e-10;
const MOST_STEPS = 4000;

interface Corner {
  readonly at: readonly number[];
  readonly cost: number;
}

/**
 * The place where `cost` is least, found without derivatives (Nelder & Mead 1965; Lagarias et al. 1998). It is begun again
 * from what it found until nothing is gained: a simplex may collapse before it has arrived.
 */
export function minimise(cost: (at: readonly number[]) => number, from: readonly number[], step = FIRST_STEP): Corner {
  let best = descend(cost, from, step);
  for (;;) {
    const again = descend(cost, best.at, step);
    if (best.cost - again.cost < EXACT_TO * (1 + Math.abs(best.cost))) return again.cost < best.cost ? again : best;
    best = again;
  }
}

function descend(cost: (at: readonly number[]) => number, from: readonly number[], width: number): Corner {
  const corner = (at: readonly number[]): Corner => ({ at, cost: finite(cost(at)) });
  let simplex = [from, ...from.map((_, i) => from.map((x, j) => (i === j ? x + width : x)))].map(corner).sort(byCost);
  for (let steps = 0; steps < MOST_STEPS && !isSmall(simplex); steps++) simplex = advance(simplex, corner).sort(byCost);
  return first(simplex);
}

function advance(simplex: readonly Corner[], corner: (at: readonly number[]) => Corner): Corner[] {
  const others = simplex.slice(0, -1);
  const [best, worst, second] = [first(simplex), last(simplex), last(others)];
  const centre = best.at.map((_, i) => others.reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / others.length);
  const towards = (share: number) => corner(centre.map((x, i) => x + share * (x - (worst.at[i] ?? 0))));
  const reflected = towards(1);
  if (reflected.cost < best.cost) {
    const expanded = towards(EXPAND);
    return [...others, expanded.cost < reflected.cost ? expanded : reflected];
  }
  if (reflected.cost < second.cost) return [...others, reflected];
  const contracted = towards(reflected.cost < worst.cost ? CONTRACT : -CONTRACT);
  if (contracted.cost < Math.min(reflected.cost, worst.cost)) return [...others, contracted];
  return [best, ...simplex.slice(1).map(({ at }) => corner(at.map((x, i) => (best.at[i] ?? 0) + SHRINK * (x - (best.at[i] ?? 0)))))];
}

function isSmall(simplex: readonly Corner[]): boolean {
  const [best, worst] = [first(simplex), last(simplex)];
  const wide = Math.max(...simplex.flatMap(({ at }) => at.map((x, i) => Math.abs(x - (best.at[i] ?? 0)))));
  return wide < 1e-7 && worst.cost - best.cost <= EXACT_TO * (1 + Math.abs(best.cost));
}

const byCost = (a: Corner, b: Corner): number => a.cost - b.cost;
/** What cannot be computed there is no place to go. */
const finite = (cost: number): number => (Number.isFinite(cost) ? cost : Number.MAX_VALUE);

function first(simplex: readonly Corner[]): Corner {
  const [corner] = simplex;
  if (!corner) throw new Error('nothing to minimise over');
  return corner;
}

const last = (simplex: readonly Corner[]): Corner => first(simplex.slice(-1));

/** Above this many it is worth to look for the place among a few of them first. */
const MANY = 20_000;
const NEAR = 0.02;

/**
 * As `minimise`, of a cost that is a sum over many: found roughly over a sample of them, then exactly over all, which
 * are then looked at a hundred times instead of a thousand.
 */
export function minimiseSum(count: number, cost: (at: readonly number[], every: number) => number, from: readonly number[]): Corner {
  if (count <= MANY) return minimise((at) => cost(at, 1), from);
  const near = minimise((at) => cost(at, Math.ceil(count / MANY)), from);
  return minimise((at) => cost(at, 1), near.at, NEAR);
}
