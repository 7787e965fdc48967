import type { Catalog } from '../../catalog/read-catalog.ts';
import type { FieldValue, FieldValues } from '../../contract/archive-fields.ts';
import { HubError } from '../../errors.ts';
import { checkFieldValue } from './check-field-value.ts';

export interface ChangedValue {
  readonly key: string;
  readonly before: FieldValue | null;
  readonly after: FieldValue | null;
}

/** Which of the given values differ from what is known, as they are to be kept. Throws `unknown_field` or `bad_field_value`, by name. */
export function changedValues(
  { customFields }: Pick<Catalog, 'customFields'>,
  known: Readonly<Record<string, FieldValue>>,
  given: FieldValues = {},
): ChangedValue[] {
  return Object.entries(given).flatMap(([key, value]) => {
    const definition = customFields.find((field) => field.key === key);
    if (!definition) throw new HubError('unknown_field', `fields.${key}`);
    const before = known[key] ?? null;
    if (sameValue(before, value)) return [];
    const { value: after, problem } = checkFieldValue(definition, value, before);
    if (problem) throw new HubError('bad_field_value', `fields.${key}: ${problem.en}`, { field: `fields.${key}`, problem });
    return sameValue(before, after) ? [] : [{ key, before, after }];
  });
}

const sameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** As it stands in the history of changes. */
export const valueText = (value: FieldValue | null): string | null =>
  value === null ? null : Array.isArray(value) ? value.join(', ') : String(value);
