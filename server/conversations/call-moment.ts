import type { CallMomentType } from '../contract/statuses.ts';

/** A moment of a call, as its entry keeps it. */
export interface CallMoment {
  readonly type: CallMomentType;
  readonly seconds?: number;
  readonly outcome?: string;
}
