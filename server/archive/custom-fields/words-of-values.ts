import type { FieldOption, FieldValue } from '../../contract/archive-fields.ts';
import type { FieldType } from '../../contract/statuses.ts';

export interface SearchableField {
  readonly key: string;
  readonly type: FieldType;
  readonly options: readonly FieldOption[];
}

/** What a customer is found by of their own fields: texts as they are, options by their names in both languages. */
export function wordsOfValues(fields: readonly SearchableField[], values: Readonly<Record<string, FieldValue>>): string[] {
  return fields.flatMap(({ key, type, options }) => {
    const value = values[key];
    if (value === undefined || typeof value === 'boolean') return [];
    if (type !== 'choice' && type !== 'choices') return [String(value)];
    const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
    return options.filter((option) => chosen.includes(option.key)).flatMap(({ label }) => [label.en, label['zh-CN']]);
  });
}
