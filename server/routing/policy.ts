import { type PolicyRow, promiseOf } from '../catalog/read-catalog.ts';
import type { Line, Policy } from './decide.ts';
import { presetLines } from './presets.ts';

const unlisted: Line = { headStart: 0, acceleration: 0 };

/** The line of each queue, tier and channel under a stored policy: of its preset, or as its table says. */
export function policyFrom({ preset, version, lines, bars, ...rest }: PolicyRow, tiers: readonly { key: string; rank: number }[]): Policy {
  const rankOf = new Map(tiers.map((tier) => [tier.key, tier.rank]));
  if (preset === 'table') return { version, bars, line: ({ tier, channel }) => lines[tier]?.[channel] ?? unlisted };
  const row = { preset, version, lines, bars, ...rest };
  return { version, bars, line: (kind) => presetLines[preset](promiseOf(row, kind), rankOf.get(kind.tier) ?? 0) };
}
