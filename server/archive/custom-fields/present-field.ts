import { revisionOf } from '../../catalog/revision.ts';
import type { FieldView } from '../../contract/archive-fields.ts';
import type { FieldDefinition } from './field-definition.ts';
import { mayWrite, type Person } from './field-rights.ts';

/** What of a field can be changed, as its revision names it. */
export const fieldContent = ({ retiredAt, readBy, writeBy, ...field }: FieldDefinition) => ({
  ...{ key: field.key, label: field.label, type: field.type, options: field.options, rules: field.rules },
  ...{ readRole: field.readRole, writeRole: field.writeRole, readBy: [...readBy], writeBy: [...writeBy] },
  ...{ searchable: field.searchable, rank: field.rank },
  retiredAt: retiredAt?.toISOString() ?? null,
});

export const presentField = (definition: FieldDefinition, person: Person): FieldView => ({
  ...fieldContent(definition),
  options: definition.options.map((option) => ({ ...option })),
  mayWrite: definition.retiredAt === null && mayWrite(person, definition),
  revision: revisionOf(fieldContent(definition)),
});
