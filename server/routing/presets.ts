import type { Preset } from '../contract/statuses.ts';
import type { Line } from './decide.ts';

/** Far above any score that age alone can reach. */
const RANK_STEP = 1e9;

/** The line of a promise (seconds) made to a tier of this rank, the higher the better (ROUTING.md, 2). */
export const presetLines: Record<Preset, (promise: number, rank: number) => Line> = {
  promise: (promise) => ({ headStart: 0, acceleration: 1, per: promise }),
  deadline: (promise) => ({ headStart: -promise, acceleration: 1 }),
  strict: (_, rank) => ({ headStart: rank * RANK_STEP, acceleration: 1 }),
  'first-come': () => ({ headStart: 0, acceleration: 1 }),
};
