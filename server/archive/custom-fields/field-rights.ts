import { atLeast } from '../../auth/permissions.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import type { FieldValue, FieldValues } from '../../contract/archive-fields.ts';
import type { Role } from '../../contract/statuses.ts';
import { HubError } from '../../errors.ts';

/** Fields of customers, or of tickets. */
type Fields = Pick<Catalog, 'customFields'>;

/** Keys of the fields that this role may read. */
export const readableKeys = ({ customFields }: Fields, role: Role): string[] =>
  customFields.filter(({ readRole }) => atLeast(role, readRole)).map(({ key }) => key);

/** The names under which changes of fields stand that this role may not read. */
export const hiddenNames = ({ customFields }: Fields, role: Role): string[] =>
  customFields.filter(({ readRole }) => !atLeast(role, readRole)).map(({ key }) => `fields.${key}`);

/** Of what is known, that which may be read; what is hidden is absent. */
export const readable = (keys: readonly string[], values: Readonly<Record<string, FieldValue>>): Record<string, FieldValue> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));

/**
 * Throws `unknown_field` or `field_not_writable` with the name of the first field that this role may not write. One that
 * it may not even read does not exist for it.
 */
export function requireWritable({ customFields }: Fields, role: Role, given: FieldValues | undefined): void {
  for (const key of Object.keys(given ?? {})) {
    const definition = customFields.find((field) => field.key === key);
    if (!definition || !atLeast(role, definition.readRole)) throw new HubError('unknown_field', `fields.${key}`);
    if (!atLeast(role, definition.writeRole)) throw new HubError('field_not_writable', `fields.${key}`);
  }
}
