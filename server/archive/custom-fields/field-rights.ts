import type { Caller } from '../../auth/identify-caller.ts';
import { atLeast } from '../../auth/permissions.ts';
import type { Catalog } from '../../catalog/read-catalog.ts';
import type { FieldValue, FieldValues } from '../../contract/archive-fields.ts';
import { HubError } from '../../errors.ts';
import type { FieldDefinition } from './field-definition.ts';

/** Fields of customers, or of tickets. */
type Fields = Pick<Catalog, 'customFields'>;

/** Whom a field asks: a least role, or a role of one's own by its id. */
export type Person = Pick<Caller, 'role' | 'ownRole'>;
type Asking = Pick<FieldDefinition, 'readRole' | 'writeRole' | 'readBy' | 'writeBy'>;

const isNamed = ({ ownRole }: Person, ids: readonly string[]): boolean => ownRole !== null && ids.includes(ownRole.id);

/** Who may change a field by name may read it as well. */
export const mayRead = (person: Person, { readRole, readBy, writeBy }: Asking): boolean =>
  atLeast(person.role, readRole) || isNamed(person, readBy) || isNamed(person, writeBy);

export const mayWrite = (person: Person, field: Asking): boolean =>
  isNamed(person, field.writeBy) || (mayRead(person, field) && atLeast(person.role, field.writeRole));

/** Keys of the fields that this person may read. */
export const readableKeys = ({ customFields }: Fields, person: Person): string[] =>
  customFields.filter((field) => mayRead(person, field)).map(({ key }) => key);

/** The names under which changes of fields stand that this person may not read. */
export const hiddenNames = ({ customFields }: Fields, person: Person): string[] =>
  customFields.filter((field) => !mayRead(person, field)).map(({ key }) => `fields.${key}`);

/** Of what is known, that which may be read; what is hidden is absent. */
export const readable = (keys: readonly string[], values: Readonly<Record<string, FieldValue>>): Record<string, FieldValue> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));

/**
 * Throws `unknown_field` or `field_not_writable` with the name of the first field that this person may not write. One that
 * they may not even read does not exist for them.
 */
export function requireWritable({ customFields }: Fields, person: Person, given: FieldValues | undefined): void {
  for (const key of Object.keys(given ?? {})) {
    const definition = customFields.find((field) => field.key === key);
    if (!definition || !mayRead(person, definition)) throw new HubError('unknown_field', `fields.${key}`);
    if (!mayWrite(person, definition)) throw new HubError('field_not_writable', `fields.${key}`);
  }
}
