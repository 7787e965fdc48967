import type { Stage, ValueSettings } from '../../contract/value.ts';
import { DAY } from './facts.ts';

type Spans = Pick<ValueSettings, 'newDays' | 'atRiskDays' | 'lapsedDays' | 'wonBackDays'>;

export interface StageAt {
  readonly stage: Stage;
  /** When time alone makes it another one; undefined: never. */
  readonly until: number | undefined;
}

/**
 * Where a customer stands at a time, by the dates of their purchases (sorted) and nothing else: a prospect until the first,
 * new for some days after it, lapsed when none came for long, won back for some days when one came after that.
 */
export function stageAt(purchases: Float64Array, settings: Spans, at: number): StageAt {
  const known = purchases.filter((date) => date <= at);
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return { stage: 'prospect', until: undefined };
  const [atRisk, lapsed] = [last + settings.atRiskDays * DAY, last + settings.lapsedDays * DAY];
  if (at > lapsed) return { stage: 'lapsed', until: undefined };
  if (at > atRisk) return { stage: 'at_risk', until: lapsed };
  const back = cameBack(known, settings.lapsedDays * DAY);
  const honeymoon = back === undefined ? first + settings.newDays * DAY : back + settings.wonBackDays * DAY;
  if (at > honeymoon) return { stage: 'active', until: atRisk };
  return { stage: back === undefined ? 'new' : 'won_back', until: Math.min(honeymoon, atRisk) };
}

/** The last purchase that came after a silence so long that the customer had lapsed. */
const cameBack = (purchases: Float64Array, silence: number): number | undefined =>
  purchases.findLast((date, i) => i > 0 && date - (purchases[i - 1] ?? date) > silence);
