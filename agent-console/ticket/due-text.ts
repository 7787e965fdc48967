import type { DueView } from '../../server/contract/entities.ts';
import type { Mood } from '../routing/urgency.ts';

/** Nearly due, or over: never told by colour alone, see `DueMark`. */
export function dueMood({ at, warnAt }: DueView, now: number): Mood {
  if (now >= Date.parse(at)) return 'over';
  return warnAt !== null && now >= Date.parse(warnAt) ? 'urgent' : 'calm';
}

export const secondsLeft = ({ at }: DueView, now: number): number => (Date.parse(at) - now) / 1_000;
