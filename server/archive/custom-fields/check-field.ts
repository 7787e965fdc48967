import { type Checked, checkDraft, problem } from '../../catalog/check-draft.ts';
import { both } from '../../catalog/words.ts';
import { FieldDraft } from '../../contract/archive-fields.ts';
import type { Problem } from '../../contract/configuration.ts';
import type { FieldDefinition } from './field-definition.ts';

/** Whether a field can be like this; `before` is what it is now. */
export const checkField = (given: unknown, before: FieldDefinition | undefined): Checked<FieldDraft> =>
  checkDraft(FieldDraft, given, (draft) => [...inItself(draft), ...(before ? against(draft, before) : [])]);

function inItself({ label, type, options, rules, searchable, readRole }: FieldDraft): Problem[] {
  const chosen = type === 'choice' || type === 'choices';
  const keys = options.map(({ key }) => key);
  const doubled = keys.findIndex((key, i) => keys.indexOf(key) !== i);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, earliest = '', latest = '9999' } = rules;
  return [
    ...unnamed(['label'], label),
    ...options.flatMap((option, i) => unnamed(['options', i, 'label'], option.label)),
    ...(chosen && !options.some(({ retired }) => !retired)
      ? [problem(['options'], both('must hold at least one that can be chosen', '至少要有一个可选项'))]
      : []),
    ...(!chosen && options.length > 0 ? [problem(['options'], both('belong to a choice only', '只有选择类字段才有选项'))] : []),
    ...(doubled >= 0 ? [problem(['options', doubled, 'key'], both('is there twice', '重复'))] : []),
    ...(min > max ? [problem(['rules', 'max'], both('must not be less than the smallest', '不得小于最小值'))] : []),
    ...(earliest > latest ? [problem(['rules', 'latest'], both('must not be before the earliest', '不得早于最早日期'))] : []),
    ...(searchable && readRole !== 'agent'
      ? [problem(['searchable'], both('is only for fields that every agent may read', '只有所有坐席可读的字段才能用于搜索'))]
      : []),
  ];
}

const unnamed = (place: readonly PropertyKey[], label: FieldDraft['label']): Problem[] =>
  (['en', 'zh-CN'] as const)
    .filter((language) => label[language].trim() === '')
    .map((language) => problem([...place, language], both('is missing', '缺失')));

/** What is known was entered under the old type and options: those stay, though they need not be offered any more. */
function against({ type, options }: FieldDraft, before: FieldDefinition): Problem[] {
  const gone = before.options.filter((option) => !options.some(({ key }) => key === option.key));
  return [
    ...(type !== before.type ? [problem(['type'], both('never changes: make another field', '类型不可更改，请新建字段'))] : []),
    ...gone.map(({ key }) => problem(['options'], both(`must keep ${key}: retire it instead`, `必须保留 ${key}，可改为停用`))),
  ];
}
