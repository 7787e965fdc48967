import type { Channel } from '../../contract/statuses.ts';
import type { Arrivals } from '../simulate/arrivals.ts';

export const HALF_HOUR = 1800;

/** Who came to a queue by a channel within half an hour. */
export interface HalfHour {
  readonly queue: string;
  readonly channel: Channel;
  /** When it begins, in the time of the arrivals; half hours begin at multiples of 1800 s. */
  readonly from: number;
  readonly tiers: Map<string, TierWork>;
}

export interface TierWork {
  arrivals: number;
  /** Handling time of all together. */
  seconds: number;
}

/** Arrivals and work by queue, channel and half hour, in this order. */
export function countHalfHours({ needs, needOf, at, handle }: Arrivals): HalfHour[] {
  const counted = new Map<string, HalfHour>();
  at.forEach((moment, row) => {
    const need = needs[needOf[row] ?? 0];
    if (!need) return;
    const from = Math.floor(moment / HALF_HOUR) * HALF_HOUR;
    const key = JSON.stringify([need.queueId, need.channel, from]);
    const halfHour = counted.get(key) ?? { queue: need.queueId, channel: need.channel, from, tiers: new Map<string, TierWork>() };
    counted.set(key, halfHour);
    addWork(halfHour.tiers, need.tier, handle[row] ?? 0);
  });
  return [...counted.values()].sort((a, b) => compare(a.queue, b.queue) || compare(a.channel, b.channel) || a.from - b.from);
}

function addWork(tiers: Map<string, TierWork>, tier: string, seconds: number): void {
  const work = tiers.get(tier) ?? { arrivals: 0, seconds: 0 };
  tiers.set(tier, work);
  work.arrivals++;
  work.seconds += seconds;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
