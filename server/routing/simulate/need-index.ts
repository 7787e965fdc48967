import type { Need } from './arrivals.ts';

/** Different needs, numbered as they are met. */
export interface NeedIndex {
  readonly needs: readonly Need[];
  of(need: Need): number;
}

/** `admit` sees each need once and may refuse it by throwing. */
export function needIndex(admit: (need: Need) => void = () => {}): NeedIndex {
  const needs: Need[] = [];
  const known = new Map<string, number>();
  return {
    needs,
    of(need) {
      const key = keyOf(need);
      const index = known.get(key);
      if (index !== undefined) return index;
      admit(need);
      known.set(key, needs.length);
      return needs.push(need) - 1;
    },
  };
}

/** Queues and tiers have names of any form here, so they are quoted. */
const keyOf = ({ queueId, tier, channel, skills }: Need): string =>
  JSON.stringify([queueId, tier, channel, Object.entries(skills).sort(([a], [b]) => (a < b ? -1 : 1))]);
