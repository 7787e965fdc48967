import { followRules, type TierPath } from '../tiers/follow-rules.ts';
import { DAY, type Facts, type OverrideFact } from './facts.ts';
import { modelAt } from './fitted-model.ts';
import { type Ledger, openLedger } from './open-ledger.ts';
import type { Recipe } from './read-recipe.ts';
import { type Worth, worthAt } from './worth-of.ts';

export interface Assessment {
  readonly facts: Facts;
  readonly ledger: Ledger;
  readonly worth: Worth;
  readonly modelId: string | null;
  /** Null while there are no rules. */
  readonly path: TierPath | null;
  /** Standing above the rules at that time. */
  readonly override: OverrideFact | null;
  /** When passing time alone may change something; null: never. */
  readonly dueAt: number | null;
}

/** How often the chance that somebody still buys is looked at again when nothing happens. */
const LOOK_AGAIN = 7 * DAY;

/** Everything about the value and the tier of a customer as of a time. */
export function assess(facts: Facts, recipe: Recipe, at: number): Assessment {
  const { settings, models, levels, rules } = recipe;
  const ledger = openLedger(facts, settings);
  const model = modelAt(models, at);
  const worth = worthAt({ ledger, settings, model, at });
  const path = rules && followRules({ ledger, settings, models, levels, rules: rules.rules }, at);
  return { facts, ledger, worth, modelId: model?.id ?? null, path, override: overrideAt(facts, at), dueAt: dueAt(ledger, worth, path) };
}

/** The newest of those that stand: records that were found to be one customer may each bring one. */
export function overrideAt({ overrides }: Pick<Facts, 'overrides'>, at: number): OverrideFact | null {
  const standing = overrides.filter(({ from, until }) => from <= at && at < until);
  return standing.sort((a, b) => b.from - a.from || (a.id < b.id ? 1 : -1))[0] ?? null;
}

/** Of whom nothing is known nothing changes. */
function dueAt(ledger: Ledger, worth: Worth, path: TierPath | null): number | null {
  const future = ledger.orders.dates.find((date) => date > worth.asOf);
  const isSilent = ledger.orders.dates.length + ledger.ratings.dates.length + ledger.facts.changes.length === 0;
  const moments = [
    ...(worth.stageUntil === undefined ? [] : [worth.stageUntil + 1]),
    ...(future === undefined ? [] : [future]),
    ...(isSilent ? [] : [worth.stage === 'lapsed' && !path ? Infinity : worth.asOf + LOOK_AGAIN]),
    ...(path && !isSilent ? [path.nextAt] : []),
  ];
  const soonest = Math.min(...moments);
  return Number.isFinite(soonest) ? soonest : null;
}
