import { generateArrivals } from '../simulate/generate-arrivals.ts';
import { parseScenario } from '../simulate/read-scenario.ts';
import { runSimulation } from '../simulate/run-simulation.ts';
import { summarise } from '../simulate/summarise.ts';
import type { HalfHour } from './count-half-hours.ts';
import { HALF_HOUR } from './count-half-hours.ts';
import type { Wanted } from './plan-half-hours.ts';

const ARRIVALS = 20_000;

/**
 * Whether a plan is kept: the half hour goes on for 20 000 customers under the policy `promise` with so many agents. The share of
 * those who came, of the tier that fares worst, that was answered in time; null when the plan cannot be played.
 */
export function simulateHalfHour(
  { queue, channel, tiers }: HalfHour,
  { promises, patienceSeconds, days = 1 }: Wanted,
  agents: number,
): number | null {
  const promised = [...tiers].filter(([tier, { arrivals, seconds }]) => promises[tier]?.[channel] && arrivals > 0 && seconds > 0);
  if (agents === 0 || promised.length === 0) return null;
  const scenario = parseScenario({
    seed: 1,
    arrivals: ARRIVALS,
    warmup: ARRIVALS / 10,
    promises: Object.fromEntries(promised.map(([tier]) => [tier, promises[tier]])),
    agents: [{ count: agents, queues: [queue], capacity: { [channel]: 1 } }],
    streams: promised.map(([tier, { arrivals, seconds }]) => ({
      queue,
      tier,
      channel,
      ratePerSecond: arrivals / days / HALF_HOUR,
      handle: { distribution: 'exponential', mean: seconds / arrivals },
      patience: patienceSeconds === Infinity ? null : { distribution: 'exponential', mean: patienceSeconds },
    })),
  });
  const arrivals = generateArrivals(scenario, scenario.streams ?? [], ARRIVALS);
  const { groups } = summarise(scenario, arrivals, runSimulation(scenario, arrivals));
  return Math.min(...groups.map(({ arrived, answered, withinPromise }) => ((withinPromise ?? 0) * answered) / arrived));
}
