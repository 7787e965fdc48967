import { type Checked, checkDraft, problem, unknownWords } from '../../catalog/check-draft.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';
import { type ServiceRule, ServiceTargetsDraft } from '../../contract/service-targets.ts';

/** Whether targets can be: known tiers and queues, no answer owed later than the end, no rule that is never reached. */
export const checkTargets = (catalog: Pick<Catalog, 'tiers' | 'queues'>, given: unknown): Checked<ServiceTargetsDraft> =>
  checkDraft(ServiceTargetsDraft, given, ({ rules }) => [
    ...rules.flatMap((rule, index) => checkRule(catalog, rule, ['rules', index])),
    ...unreachable(rules),
  ]);

function checkRule({ tiers, queues }: Pick<Catalog, 'tiers' | 'queues'>, rule: ServiceRule, place: readonly PropertyKey[]): Problem[] {
  const { first_response: first, next_response: next, resolution } = rule.targets;
  const unknown = [
    ...rule.tiers.flatMap((tier, index) => (tiers.some(({ key }) => key === tier) ? [] : [['tiers', index]])),
    ...rule.queueIds.flatMap((queueId, index) => (queues.some(({ id }) => id === queueId) ? [] : [['queueIds', index]])),
  ];
  const later = resolution === undefined ? [] : [first, next].filter((answer) => answer !== undefined && answer > resolution);
  return [
    ...unknown.map((where) => problem([...place, ...where], unknownWords)),
    ...(later.length > 0
      ? [problem([...place, 'targets', 'resolution'], both('must not be sooner than an answer', '不能早于答复的时限'))]
      : []),
  ];
}

/** A rule behind one that fits everything it fits is never asked. */
const unreachable = (rules: readonly ServiceRule[]): Problem[] =>
  rules.flatMap((rule, index) => {
    const wider = rules.slice(0, index).findIndex((earlier) => covers(earlier, rule));
    return wider < 0
      ? []
      : [
          problem(
            ['rules', index],
            both(
              `is never reached: rule ${wider + 1} comes first and fits all of it`,
              `永远不会生效：第 ${wider + 1} 条规则在前且已全部涵盖`,
            ),
          ),
        ];
  });

const covers = (wide: ServiceRule, narrow: ServiceRule): boolean =>
  (['tiers', 'channels', 'kinds', 'queueIds'] as const).every((field) => coversList(wide[field], narrow[field]));

const coversList = (wide: readonly string[], narrow: readonly string[]): boolean =>
  wide.length === 0 || (narrow.length > 0 && narrow.every((value) => wide.includes(value)));
