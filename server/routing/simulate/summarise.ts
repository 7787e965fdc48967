import type { Channel } from '../../contract/statuses.ts';
import type { Arrivals } from './arrivals.ts';
import type { Run } from './run-simulation.ts';
import type { Scenario } from './scenario.ts';

/** What the command prints. Seconds; null where nobody was answered or nothing is promised. */
export interface Summary {
  readonly policy: Scenario['policy'];
  readonly arrivals: number;
  readonly simulatedSeconds: number;
  readonly occupancy: number;
  readonly groups: readonly Group[];
}

export interface Group {
  readonly queue: string;
  readonly tier: string;
  readonly channel: Channel;
  readonly arrived: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly meanWait: number | null;
  readonly p50Wait: number | null;
  readonly p90Wait: number | null;
  readonly p99Wait: number | null;
  readonly maxWait: number | null;
  readonly withinPromise: number | null;
  readonly overtaken: { readonly mean: number | null; readonly max: number | null };
}

/** A run in figures by queue, tier and channel. The first `warmup` arrivals are not counted in the groups. */
export function summarise(scenario: Scenario, arrivals: Arrivals, run: Run): Summary {
  const agents = scenario.agents.reduce((sum, { count }) => sum + count, 0);
  const available = agents * run.simulatedSeconds;
  return {
    policy: scenario.policy,
    arrivals: arrivals.at.length,
    simulatedSeconds: run.simulatedSeconds,
    occupancy: available > 0 ? run.busySeconds / available : 0,
    groups: groupRows(arrivals, scenario.warmup).map((group) => describe(group, scenario, arrivals, run)),
  };
}

interface Rows {
  readonly queue: string;
  readonly tier: string;
  readonly channel: Channel;
  readonly rows: number[];
}

function groupRows({ needs, needOf, order }: Arrivals, warmup: number): Rows[] {
  const groups = new Map<string, Rows>();
  const groupOf = needs.map(({ queueId: queue, tier, channel }) => {
    const key = JSON.stringify([queue, tier, channel]);
    const group = groups.get(key) ?? { queue, tier, channel, rows: [] };
    groups.set(key, group);
    return group;
  });
  for (const row of order.subarray(warmup)) groupOf[needOf[row] ?? 0]?.rows.push(row);
  return [...groups.values()];
}

function describe({ rows, ...of }: Rows, { promises }: Scenario, { at }: Arrivals, { startedAt, overtaken }: Run): Group {
  const answered = rows.filter((row) => !Number.isNaN(startedAt[row]));
  const waits = Float64Array.from(answered, (row) => (startedAt[row] ?? 0) - (at[row] ?? 0)).sort();
  const promise = promises[of.tier]?.[of.channel];
  const ahead = answered.map((row) => overtaken[row] ?? 0);
  return {
    ...of,
    arrived: rows.length,
    answered: answered.length,
    abandoned: rows.length - answered.length,
    meanWait: mean(waits),
    p50Wait: percentile(waits, 0.5),
    p90Wait: percentile(waits, 0.9),
    p99Wait: percentile(waits, 0.99),
    maxWait: waits.at(-1) ?? null,
    withinPromise: promise === undefined ? null : mean(waits.map((wait) => (wait <= promise ? 1 : 0))),
    overtaken: { mean: mean(ahead), max: ahead.length > 0 ? ahead.reduce((most, count) => Math.max(most, count), 0) : null },
  };
}

export function mean(values: Iterable<number> & { readonly length: number }): number | null {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length > 0 ? sum / values.length : null;
}

/** Nearest rank: the smallest wait that at least this share of the answered did not exceed. */
export const percentile = (sorted: Float64Array, share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
