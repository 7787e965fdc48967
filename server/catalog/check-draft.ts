import type { z } from 'zod';
import type { Problem } from '../contract/configuration.ts';
import type { Label } from '../contract/entities.ts';
import { HubError } from '../errors.ts';
import { both } from './words.ts';

/** What somebody would like to configure, or every reason why it cannot be. */
export type Checked<Draft> =
  | { readonly draft: Draft; readonly problems: readonly [] }
  | { readonly draft?: undefined; readonly problems: readonly Problem[] };

/** Its form first, then, when the form is right, its sense. */
export function checkDraft<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  sense: (draft: z.output<Schema>) => readonly Problem[],
): Checked<z.output<Schema>> {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (!parsed.success) return { problems: problemsOf(parsed.error.issues) };
  const problems = sense(parsed.data);
  return problems.length === 0 ? { draft: parsed.data, problems: [] } : { problems };
}

const MOST_NAMED = 20;

/** The draft, or the refusal that names each place. */
export function accepted<Draft>(checked: Checked<Draft>): Draft {
  if (checked.draft !== undefined) return checked.draft;
  const problems = checked.problems.slice(0, MOST_NAMED);
  throw new HubError('invalid_settings', problems.map(({ place, message }) => `${place}: ${message.en}`).join('; '), { problems });
}

export const problem = (place: readonly PropertyKey[], message: Label): Problem => ({
  place: place.map(String).join('.') || 'draft',
  message,
});

const problemsOf = (issues: readonly z.core.$ZodIssue[]): Problem[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => problem([...issue.path, key], unknownWords))
      : [problem(issue.path, messageOf(issue))],
  );

export const unknownWords = both('is not known here', '无法识别');

function messageOf(issue: z.core.$ZodIssue): Label {
  if (issue.code === 'too_small')
    return limit(issue.origin, issue.minimum, issue.inclusive ? ['at least', '不少于'] : ['greater than', '大于']);
  if (issue.code === 'too_big') return limit(issue.origin, issue.maximum, issue.inclusive ? ['at most', '不超过'] : ['less than', '小于']);
  if (issue.code === 'invalid_value')
    return both(`must be one of ${issue.values.join(', ')}`, `必须是以下之一：${issue.values.map(String).join('、')}`);
  if (issue.code === 'invalid_key') return unknownWords;
  if (issue.code !== 'invalid_type') return both('does not have the expected form', '格式不正确');
  if (issue.input === undefined) return both('is missing', '缺失');
  return kinds[issue.expected] ?? both('does not have the expected form', '格式不正确');
}

function limit(origin: string, bound: number | bigint, [en, zh]: readonly [string, string]): Label {
  if (origin === 'string') return both(`must have ${en} ${bound} characters`, `长度必须${zh} ${bound} 个字符`);
  if (origin === 'array') return both(`must have ${en} ${bound} entries`, `条目数必须${zh} ${bound}`);
  return both(`must be ${en} ${bound}`, `必须${zh} ${bound}`);
}

const kinds: Partial<Record<string, Label>> = {
  number: both('must be a number', '必须是数字'),
  int: both('must be a whole number', '必须是整数'),
  string: both('must be a text', '必须是文本'),
  boolean: both('must be true or false', '必须是 true 或 false'),
  array: both('must be a list', '必须是列表'),
};
