import { type Checked, checkDraft, problem } from '../../catalog/check-draft.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';
import { type TierCondition, TierRulesDraft } from '../../contract/tier-rules.ts';

/** Tier rules as somebody drafted them, complete and possible; or what stands in their way, by place. */
export const checkRules = (catalog: Pick<Catalog, 'tiers' | 'customFields'>, given: unknown): Checked<TierRulesDraft> =>
  checkDraft(TierRulesDraft, given, (draft) => draft.tiers.flatMap((rule, i) => problemsOf(catalog, draft, rule, i)));

function problemsOf(
  catalog: Pick<Catalog, 'tiers' | 'customFields'>,
  draft: TierRulesDraft,
  rule: TierRulesDraft['tiers'][number],
  i: number,
): Problem[] {
  const place = ['tiers', i];
  const tier = catalog.tiers.find(({ key }) => key === rule.tier);
  const lowest = catalog.tiers.reduce((low, one) => Math.min(low, one.rank), Infinity);
  return [
    ...(tier ? [] : [problem([...place, 'tier'], both('there is no such tier', '没有这个等级'))]),
    ...(tier?.rank === lowest
      ? [problem([...place, 'tier'], both('the lowest tier takes whoever fits no other', '最低等级接收不符合其他等级的客户'))]
      : []),
    ...(draft.tiers.findIndex((other) => other.tier === rule.tier) < i
      ? [problem([...place, 'tier'], both('has rules already', '已有规则'))]
      : []),
    ...rule.conditions.flatMap((condition, j) => conditionProblems(catalog, condition, [...place, 'conditions', j])),
  ];
}

function conditionProblems(
  { customFields }: Pick<Catalog, 'customFields'>,
  condition: TierCondition,
  place: readonly PropertyKey[],
): Problem[] {
  if ('field' in condition) {
    const key = condition.field.startsWith('fields.') ? condition.field.slice('fields.'.length) : undefined;
    const isKnown = key === undefined || customFields.some((field) => field.key === key && !field.retiredAt);
    return [
      ...(isKnown ? [] : [problem([...place, 'field'], both('there is no such field', '没有这个字段'))]),
      ...(condition.is === 'one_of' && condition.values.length === 0
        ? [problem([...place, 'values'], both('name at least one', '请至少填写一个'))]
        : []),
    ];
  }
  const { is, enter, leave } = condition;
  const isFlapping = is === 'at_least' ? leave > enter : leave < enter;
  return isFlapping
    ? [
        problem(
          [...place, 'leave'],
          both('must not be stricter than coming in: they would go in and out', '不能比进入条件更严格，否则会反复升降'),
        ),
      ]
    : [];
}
