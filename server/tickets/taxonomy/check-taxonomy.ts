import { type Checked, checkDraft, problem } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import type { Problem } from '../../contract/configuration.ts';
import { ticketKinds } from '../../contract/statuses.ts';
import { type Taxonomy, TaxonomyDraft, type TicketCategory } from '../../contract/ticket-taxonomy.ts';

/** How far categories go down. */
const DEEPEST = 5;

/** Whether kinds, categories and root causes can be like this; `before` is what tickets refer to now: of it nothing goes. */
export const checkTaxonomy = (given: unknown, before: Taxonomy): Checked<TaxonomyDraft> =>
  checkDraft(TaxonomyDraft, given, (draft) => [
    ...ticketKinds
      .filter((kind) => !draft.kinds.some((rule) => rule.kind === kind))
      .map((kind) => problem(['kinds'], both(`must hold ${kind}`, `缺少 ${kind}`))),
    ...draft.kinds.flatMap((rule, i) => unnamed(['kinds', i, 'label'], rule.label)),
    ...draft.categories.flatMap((category, i) => checkCategory(draft.categories, category, ['categories', i])),
    ...draft.rootCauses.flatMap((cause, i) => unnamed(['rootCauses', i, 'label'], cause.label)),
    ...doubled('categories', draft.categories),
    ...doubled('rootCauses', draft.rootCauses),
    ...gone('categories', before.categories, draft.categories),
    ...gone('rootCauses', before.rootCauses, draft.rootCauses),
    ...nothingToChoose(draft),
  ]);

const unnamed = (place: readonly PropertyKey[], label: { readonly en: string; readonly 'zh-CN': string }): Problem[] =>
  (['en', 'zh-CN'] as const)
    .filter((language) => label[language].trim() === '')
    .map((language) => problem([...place, language], both('is missing', '缺失')));

function checkCategory(all: readonly TicketCategory[], category: TicketCategory, place: readonly PropertyKey[]): Problem[] {
  const parent = all.find(({ id }) => id === category.parentId);
  const depth = depthOf(all, category);
  return [
    ...unnamed([...place, 'label'], category.label),
    ...category.checklist.flatMap((label, i) => unnamed([...place, 'checklist', i], label)),
    ...(category.parentId !== null && parent?.kind !== category.kind
      ? [problem([...place, 'parentId'], both('must be a category of the same kind', '上级分类必须属于同一类型'))]
      : []),
    ...(depth > DEEPEST
      ? [problem([...place, 'parentId'], both(`goes down more than ${DEEPEST} steps, or in a circle`, `层级超过 ${DEEPEST} 层或形成循环`))]
      : []),
  ];
}

function depthOf(all: readonly TicketCategory[], category: TicketCategory): number {
  let depth = 1;
  for (let at = category; at.parentId !== null && depth <= DEEPEST; depth++) {
    const parent = all.find(({ id }) => id === at.parentId);
    if (!parent) break;
    at = parent;
  }
  return depth;
}

interface Named {
  readonly id: string;
}

const doubled = (part: string, list: readonly Named[]): Problem[] =>
  list.flatMap(({ id }, i) =>
    list.findIndex((one) => one.id === id) < i ? [problem([part, i, 'id'], both('is there twice', '重复'))] : [],
  );

const gone = (part: string, before: readonly Named[], list: readonly Named[]): Problem[] =>
  before
    .filter(({ id }) => !list.some((one) => one.id === id))
    .map(({ id }) => problem([part], both(`must keep ${id}: retire it instead`, `必须保留 ${id}，可改为停用`)));

const nothingToChoose = ({ kinds, rootCauses }: TaxonomyDraft): Problem[] =>
  kinds.some(({ rootCauseRequired }) => rootCauseRequired) && !rootCauses.some(({ retired }) => !retired)
    ? [
        problem(
          ['rootCauses'],
          both('must hold one that can be chosen where a root cause is required', '要求填写根本原因时，至少要有一个可选原因'),
        ),
      ]
    : [];
