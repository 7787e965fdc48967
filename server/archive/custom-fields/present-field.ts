import type { Caller } from '../../auth/identify-caller.ts';
import { atLeast } from '../../auth/permissions.ts';
import { revisionOf } from '../../catalog/revision.ts';
import type { FieldView } from '../../contract/archive-fields.ts';
import type { FieldDefinition } from './field-definition.ts';

/** What of a field can be changed, as its revision names it. */
export const fieldContent = ({ key, label, type, options, rules, readRole, writeRole, searchable, rank, retiredAt }: FieldDefinition) => ({
  ...{ key, label, type, options, rules, readRole, writeRole, searchable, rank },
  retiredAt: retiredAt?.toISOString() ?? null,
});

export const presentField = (definition: FieldDefinition, caller: Pick<Caller, 'role'>): FieldView => ({
  ...fieldContent(definition),
  options: definition.options.map((option) => ({ ...option })),
  mayWrite: definition.retiredAt === null && atLeast(caller.role, definition.writeRole),
  revision: revisionOf(fieldContent(definition)),
});
