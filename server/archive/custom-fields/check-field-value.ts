import { both } from '../../catalog/words.ts';
import type { FieldValue } from '../../contract/archive-fields.ts';
import type { Label } from '../../contract/entities.ts';
import type { FieldType } from '../../contract/statuses.ts';
import type { FieldDefinition } from './field-definition.ts';

/** A value as it is kept, or why it cannot be. */
export type CheckedValue =
  | { readonly value: FieldValue | null; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: Label };

const fine = (value: FieldValue | null): CheckedValue => ({ value });
const wrong = (en: string, zh: string): CheckedValue => ({ problem: both(en, zh) });

/** Whether a field may hold this; `before` is what it holds now: options retired since may stay. */
export function checkFieldValue(definition: FieldDefinition, given: FieldValue | null, before: FieldValue | null = null): CheckedValue {
  if (definition.retiredAt) return wrong('is not used any more', '该字段已停用');
  const isEmpty = given === null || (typeof given === 'string' && given.trim() === '') || (Array.isArray(given) && given.length === 0);
  if (isEmpty) return definition.rules.required ? wrong('must not be empty', '不能为空') : fine(null);
  return checks[definition.type](definition, given, before);
}

type Check = (definition: FieldDefinition, given: FieldValue, before: FieldValue | null) => CheckedValue;

const checks: Record<FieldType, Check> = {
  text: checkText,
  number: checkNumber,
  date: checkDate,
  boolean: (_, given) => (typeof given === 'boolean' ? fine(given) : wrong('must be true or false', '必须是 true 或 false')),
  choice: (definition, given, before) =>
    typeof given === 'string' ? choose(definition, [given], before, fine(given)) : wrong('must be one of the options', '必须是选项之一'),
  choices(definition, given, before) {
    if (!Array.isArray(given)) return wrong('must be a list of options', '必须是选项列表');
    const chosen = [...new Set(given)].sort();
    return choose(definition, chosen, before, fine(chosen));
  },
};

const LONGEST = 500;

function checkText({ rules }: FieldDefinition, given: FieldValue): CheckedValue {
  if (typeof given !== 'string') return wrong('must be a text', '必须是文本');
  const text = given.normalize('NFC').trim();
  const longest = rules.longest ?? LONGEST;
  if ([...text].length > longest) return wrong(`must have at most ${longest} characters`, `长度不得超过 ${longest} 个字符`);
  if (rules.form && !hasForm(text, rules.form)) return wrong(`must have the form ${rules.form}`, `格式必须是 ${rules.form}`);
  return fine(text);
}

/** Character by character: no form that somebody thinks of can take long. */
function hasForm(text: string, form: string): boolean {
  const [written, wanted] = [[...text], [...form]];
  return written.length === wanted.length && wanted.every((sign, i) => (signs[sign] ?? same(sign))(written[i] ?? ''));
}

const same = (sign: string) => (character: string) => character === sign;
const signs: Record<string, (character: string) => boolean> = {
  '#': (character) => /^\d$/.test(character),
  A: (character) => /^[A-Za-z]$/.test(character),
  '*': (character) => /^[A-Za-z\d]$/.test(character),
};

function checkNumber({ rules: { min, max } }: FieldDefinition, given: FieldValue): CheckedValue {
  if (typeof given !== 'number' || !Number.isFinite(given)) return wrong('must be a number', '必须是数字');
  if (min !== undefined && given < min) return wrong(`must be at least ${min}`, `不得小于 ${min}`);
  if (max !== undefined && given > max) return wrong(`must be at most ${max}`, `不得大于 ${max}`);
  return fine(given);
}

function checkDate({ rules: { earliest, latest } }: FieldDefinition, given: FieldValue): CheckedValue {
  if (typeof given !== 'string' || !isDate(given)) return wrong('must be a date such as 2026-05-31', '必须是日期，例如 2026-05-31');
  if (earliest && given < earliest) return wrong(`must not be before ${earliest}`, `不得早于 ${earliest}`);
  if (latest && given > latest) return wrong(`must not be after ${latest}`, `不得晚于 ${latest}`);
  return fine(given);
}

/** Written as ISO 8601 and a day that there is. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function choose({ options }: FieldDefinition, chosen: readonly string[], before: FieldValue | null, checked: CheckedValue): CheckedValue {
  const kept: readonly unknown[] = Array.isArray(before) ? before : [before];
  const stray = chosen.find((key) => !options.some((option) => option.key === key && (!option.retired || kept.includes(key))));
  return stray === undefined ? checked : wrong(`has no option ${stray}`, `没有选项 ${stray}`);
}
