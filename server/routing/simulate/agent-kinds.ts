import { fitOf } from '../decide.ts';
import type { Need } from './arrivals.ts';
import { obstacleTo } from './object-to-need.ts';
import type { Pool } from './scenario.ts';

export interface AgentKinds {
  /** What agents of a kind have in common. */
  readonly pools: readonly Pool[];
  /** The kind of each agent; agents are numbered from 0 in the order the scenario names them. */
  readonly of: readonly number[];
}

/** Agents who may take the same tasks equally well are of one kind, wherever the scenario names them. */
export function kindsOf(pools: readonly Pool[]): AgentKinds {
  const kinds = new Map<string, number>();
  const distinct: Pool[] = [];
  const of = pools.flatMap((pool) => {
    const key = keyOf(pool);
    const kind = kinds.get(key) ?? distinct.push(pool) - 1;
    kinds.set(key, kind);
    return Array.from({ length: pool.count }, () => kind);
  });
  return { pools: distinct, of };
}

const keyOf = ({ queues, skills, capacity }: Pool): string =>
  JSON.stringify([queues.toSorted(), Object.entries(skills).sort(byName), Object.entries(capacity).sort(byName)]);

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** The kinds that may take such a task, those who fit it equally well together, the best first. */
export function kindsFor(need: Need, pools: readonly Pool[]): number[][] {
  const byFit = new Map<number, number[]>();
  pools.forEach((pool, kind) => {
    if (obstacleTo(pool, need) !== null) return;
    const fit = fitOf(pool.skills, need.skills);
    byFit.set(fit, [...(byFit.get(fit) ?? []), kind]);
  });
  return [...byFit].sort(([a], [b]) => b - a).map(([, kinds]) => kinds);
}
