import type { TierMark } from '../../server/contract/statuses.ts';

/** Marks of tiers as paths in a field of 16 by 16; they are told apart without any colour. */
export const tierShapes: Readonly<Record<Exclude<TierMark, 'none'>, string>> = {
  circle: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z',
  diamond: 'M8 1 15 8 8 15 1 8z',
  star: 'm8 .8 2.1 4.7 5.1.5-3.9 3.4 1.2 5L8 11.8l-4.5 2.6 1.2-5L.8 6l5.1-.5z',
  square: 'M2.5 2.5h11v11h-11z',
  triangle: 'M8 1.5 15 14H1z',
};

/** Of tiers whose mark nobody chose: the lowest has none, then circle, diamond, star. */
export const markByLevel = (level: number): TierMark => (['none', 'circle', 'diamond', 'star'] as const)[Math.min(level, 3)] ?? 'none';
