import { type PolicyRow, promiseOf } from '../catalog/read-catalog.ts';
import type { Channel } from '../contract/statuses.ts';
import type { Policy } from './decide.ts';
import { presetLines } from './presets.ts';

/** The line of each tier and channel under a preset. */
export function policyFrom(row: PolicyRow, tiers: readonly { key: string; rank: number }[]): Policy {
  const rankOf = new Map(tiers.map((tier) => [tier.key, tier.rank]));
  return {
    version: row.version,
    line: (tier: string, channel: Channel) => presetLines[row.preset](promiseOf(row, tier, channel), rankOf.get(tier) ?? 0),
  };
}
