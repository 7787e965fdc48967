import { createHash } from 'node:crypto';
import type { TierRulesDraft } from '../../contract/tier-rules.ts';
import type { ValueSettings } from '../../contract/value.ts';
import type { Moment } from '../value/explain-number.ts';
import { DAY, type Facts } from '../value/facts.ts';
import { type FittedModel, modelAt } from '../value/fitted-model.ts';
import type { Ledger } from '../value/open-ledger.ts';
import { checkRule, type TierRule } from './check-condition.ts';

export interface TierPath {
  /** Where the customer came into each tier, oldest first. */
  readonly steps: readonly { readonly at: number; readonly tier: string }[];
  readonly tier: string;
  readonly since: number;
  /** When time alone may change it. */
  readonly nextAt: number;
  /** It is no longer kept by the rule but by the minimum stay, which ends then. */
  readonly keptUntil: number | undefined;
}

export interface Course {
  readonly ledger: Ledger;
  readonly settings: ValueSettings;
  /** Sorted by time. */
  readonly models: readonly FittedModel[];
  readonly rules: TierRulesDraft;
  /** Keys of all tiers, the lowest first. */
  readonly levels: readonly string[];
}

/**
 * The tiers a customer has gone through by the rules: looked at whenever something of theirs happened and on their days of
 * review, in the order of the dates. A function of the facts, so that it is the same in whatever order they came to us.
 */
export function followRules(course: Course, until: number): TierPath {
  const { rules, levels } = course;
  const ruleOf = new Map(rules.tiers.map((rule) => [rule.tier, rule]));
  const lowest = levels[0] ?? 'standard';
  const dates = instants(course, until);
  const looks = dates.filter((at) => at <= until);
  const steps = [{ at: looks[0] ?? until, tier: lowest }];
  let keptUntil: number | undefined;
  for (const at of looks) {
    const { tier, at: since } = steps.at(-1) ?? { tier: lowest, at };
    const moment = { ledger: course.ledger, settings: course.settings, model: modelAt(course.models, at), at };
    const level = levelAt(levels, ruleOf, levels.indexOf(tier), moment);
    const stayUntil = since + (ruleOf.get(tier)?.minStayDays ?? 0) * DAY;
    const isKept = level < levels.indexOf(tier) && at < stayUntil;
    keptUntil = isKept ? stayUntil : undefined;
    const next = levels[level];
    if (!isKept && next !== undefined && next !== tier) steps.push({ at, tier: next });
  }
  const last = steps.at(-1) ?? { tier: lowest, at: until };
  const nextAt = Math.min(reviewAfter(course.ledger.facts, rules, until), dates[looks.length] ?? Infinity);
  return { steps, tier: last.tier, since: last.at, nextAt, keptUntil };
}

/** The highest tier that is entered; else the highest up to the present one whose lower threshold still holds. */
function levelAt(levels: readonly string[], ruleOf: ReadonlyMap<string, TierRule>, present: number, moment: Moment): number {
  for (let level = levels.length - 1; level > 0; level--) {
    const rule = ruleOf.get(levels[level] ?? '');
    if (!rule) continue;
    const { enters, stays } = checkRule(rule, moment);
    if (enters || (stays && level <= present)) return level;
  }
  return 0;
}

/** Every date of a fact, and the days of review from the first of them on. */
function instants({ ledger, rules }: Course, until: number): number[] {
  const { facts } = ledger;
  const dates = new Set<number>([facts.since, ...facts.changes.map(({ at }) => at)]);
  for (const steps of [
    ledger.orders,
    ledger.revenue,
    ledger.ratings,
    ledger.complaints,
    ledger.handling,
    ledger.channelCost,
    ledger.promotion,
  ])
    for (const date of steps.dates) dates.add(date);
  const first = Math.min(...dates);
  const every = rules.reviewDays * DAY;
  for (let at = reviewAfter(facts, rules, first); at <= until; at += every) dates.add(at);
  return [...dates].sort((a, b) => a - b);
}

/** Each customer has their own days of review, so that a million are not looked at in the same second. */
function reviewAfter({ customerId }: Facts, { reviewDays }: TierRulesDraft, at: number): number {
  const every = reviewDays * DAY;
  const offset = createHash('sha256').update(customerId).digest().readUInt32BE(0) % every;
  return (Math.floor((at - offset) / every) + 1) * every + offset;
}
