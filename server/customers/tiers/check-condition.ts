import type { TierCondition, TierRulesDraft } from '../../contract/tier-rules.ts';
import type { ConditionCheck } from '../../contract/value.ts';
import { explainNumber, type Moment } from '../value/explain-number.ts';
import { fieldAt } from './field-at.ts';

export type TierRule = TierRulesDraft['tiers'][number];

export interface RuleCheck {
  readonly tier: string;
  readonly enters: boolean;
  readonly stays: boolean;
  readonly conditions: readonly ConditionCheck[];
}

/** Whether a customer comes into a tier at a time, or may stay in it, and by which of its conditions. */
export function checkRule(rule: TierRule, moment: Moment): RuleCheck {
  const conditions = rule.conditions.map((condition, i) => checkCondition(condition, moment, `conditions.${i}`));
  const holds = (how: 'enters' | 'stays') =>
    rule.match === 'all' ? conditions.every((check) => check[how]) : conditions.some((check) => check[how]);
  return { tier: rule.tier, enters: holds('enters'), stays: holds('stays'), conditions };
}

/** What is not known fulfils no condition. */
function checkCondition(condition: TierCondition, moment: Moment, place: string): ConditionCheck {
  if ('field' in condition) return checkField(condition, moment, place);
  const { number, is, enter, leave } = condition;
  const { value } = explainNumber(number, moment);
  const reaches = (bound: number) => value !== null && (is === 'at_least' ? value >= bound : value <= bound);
  return { place, number, field: null, actual: value, enter, leave, enters: reaches(enter), stays: reaches(leave) };
}

function checkField(
  { field, is, values }: Extract<TierCondition, { field: string }>,
  { ledger, at }: Moment,
  place: string,
): ConditionCheck {
  const actual = fieldAt(ledger.facts, field, at);
  const holds = is === 'filled' ? actual !== null : actual !== null && values.some((value) => isOrHolds(actual, String(value)));
  return { place, number: null, field, actual, enter: null, leave: null, enters: holds, stays: holds };
}

/** Of a field with several choices each one counts. */
const isOrHolds = (text: string, wanted: string): boolean => text === wanted || text.split(', ').includes(wanted);
