import type { Channel } from '../../contract/statuses.ts';
import type { Arrivals } from '../simulate/arrivals.ts';
import { agentsNeeded } from './agents-needed.ts';
import { countHalfHours, HALF_HOUR, type HalfHour, type TierWork } from './count-half-hours.ts';
import { erlangA } from './erlang-a.ts';
import type { Demand, Service } from './erlang-c.ts';

/** Seconds promised, by tier and channel. */
type Promises = Readonly<Record<string, Readonly<Partial<Record<Channel, number>>>>>;

export interface PlannedHalfHour extends Service {
  readonly queue: string;
  readonly channel: Channel;
  readonly from: number;
  readonly arrivals: number;
  readonly handleSeconds: number;
  /** Mean of the promises, weighted by work. */
  readonly promiseSeconds: number;
  /** Agents with whom every tier's promise is kept for the wanted share, under the policy `promise`. */
  readonly agents: number;
  readonly tiers: readonly {
    readonly tier: string;
    readonly arrivals: number;
    readonly promiseSeconds: number;
    /** Agents with whom this promise is kept although all tiers stand in one line by age. */
    readonly agents: number;
  }[];
}

export interface Wanted {
  readonly promises: Promises;
  /** Share of each tier to be answered within its promise. */
  readonly share: number;
  readonly patienceSeconds: number;
  /** How many days the work is that of; 1 by default. */
  readonly days?: number;
}

/**
 * Agents needed for each half hour, as if it went on for ever. Under `promise` all tiers use up their promises alike when it is
 * busy: a wait of the share u of each promise, whose mean over the work is the wait in one line by age. So all promises are kept
 * for a share of customers when one line would keep the mean of the promises for it. Half hours with a tier that nothing is
 * promised to are planned without it.
 */
export const planHalfHours = (arrivals: Arrivals, wanted: Wanted): PlannedHalfHour[] =>
  countHalfHours(arrivals).flatMap((halfHour) => planHalfHour(halfHour, wanted) ?? []);

/** One of them; undefined when nothing is promised to anybody in it. */
export function planHalfHour(halfHour: HalfHour, { promises, share, patienceSeconds, days = 1 }: Wanted): PlannedHalfHour | undefined {
  const { queue, channel, from, tiers } = halfHour;
  const promised = [...tiers].flatMap(([tier, work]) => {
    const promiseSeconds = promises[tier]?.[channel];
    return promiseSeconds === undefined ? [] : [{ tier, ...work, promiseSeconds }];
  });
  if (promised.length === 0) return undefined;
  const all = sum([...tiers.values()].map(({ arrivals }) => arrivals));
  const demand: Demand = {
    ratePerSecond: all / days / HALF_HOUR,
    handleSeconds: sum([...tiers.values()].map(({ seconds }) => seconds)) / all,
  };
  const promiseSeconds = meanPromise(promised);
  const agentsFor = (seconds: number) => agentsNeeded(demand, patienceSeconds, { share, seconds });
  const agents = agentsFor(promiseSeconds);
  return {
    queue,
    channel,
    from,
    arrivals: all,
    handleSeconds: demand.handleSeconds,
    promiseSeconds,
    agents,
    ...erlangA(demand, patienceSeconds, agents, promiseSeconds),
    tiers: promised.map((tier) => ({
      tier: tier.tier,
      arrivals: tier.arrivals,
      promiseSeconds: tier.promiseSeconds,
      agents: agentsFor(tier.promiseSeconds),
    })),
  };
}

function meanPromise(tiers: readonly (TierWork & { promiseSeconds: number })[]): number {
  const weightOf = tiers.some(({ seconds }) => seconds > 0) ? ({ seconds }: TierWork) => seconds : ({ arrivals }: TierWork) => arrivals;
  return sum(tiers.map((tier) => weightOf(tier) * tier.promiseSeconds)) / sum(tiers.map(weightOf));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
