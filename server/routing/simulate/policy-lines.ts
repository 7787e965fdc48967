import type { Line } from '../decide.ts';
import { presetLines } from '../presets.ts';
import type { Need } from './arrivals.ts';
import type { Scenario } from './scenario.ts';

/** The line of each need under the scenario's policy. */
export function linesOf(needs: readonly Need[], { policy, promises }: Pick<Scenario, 'policy' | 'promises'>): Line[] {
  if (typeof policy === 'object') return needs.map(({ tier, channel }) => policy[tier]?.[channel] ?? { headStart: 0, acceleration: 0 });
  const ranks = rankTiers([...Object.keys(promises), ...needs.map(({ tier }) => tier)], promises);
  return needs.map(({ tier, channel }) => presetLines[policy](promises[tier]?.[channel] ?? 0, ranks.get(tier) ?? 0));
}

/** Lowest first, as every installation starts with them. */
const shippedTiers = ['standard', 'silver', 'gold', 'platinum'];

/**
 * A scenario lists no tiers, yet `strict` needs their order. The shipped ones have theirs. Where others occur, the tier with
 * the tightest promise ranks highest, and of equal ones that which is named first.
 */
function rankTiers(named: readonly string[], promises: Scenario['promises']): Map<string, number> {
  const tiers = [...new Set(named)];
  const tightest = (tier: string) => Math.min(Infinity, ...Object.values(promises[tier] ?? {}));
  const shipped = tiers.every((tier) => shippedTiers.includes(tier));
  const highestFirst = tiers.sort((a, b) =>
    shipped ? shippedTiers.indexOf(b) - shippedTiers.indexOf(a) : order(tightest(a), tightest(b)),
  );
  return new Map(highestFirst.reverse().map((tier, rank) => [tier, rank]));
}

const order = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
