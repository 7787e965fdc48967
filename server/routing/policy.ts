import { type PolicyRow, promiseOf } from '../catalog/read-catalog.ts';
import type { Channel, Preset } from '../contract/statuses.ts';
import type { Line, Policy } from './decide.ts';

/** Far above any score that age alone can reach. */
const RANK_STEP = 1e9;

const presets: Record<Preset, (promise: number, rank: number) => Line> = {
  promise: (promise) => ({ headStart: 0, acceleration: 1 / promise }),
  deadline: (promise) => ({ headStart: -promise, acceleration: 1 }),
  strict: (_, rank) => ({ headStart: rank * RANK_STEP, acceleration: 1 }),
  'first-come': () => ({ headStart: 0, acceleration: 1 }),
};

/** The line of each tier and channel under a preset (ROUTING.md, 2). */
export function policyFrom(row: PolicyRow, tiers: readonly { key: string; rank: number }[]): Policy {
  const rankOf = new Map(tiers.map((tier) => [tier.key, tier.rank]));
  return {
    version: row.version,
    line: (tier: string, channel: Channel) => presets[row.preset](promiseOf(row, tier, channel), rankOf.get(tier) ?? 0),
  };
}
