import type { Caller } from '../auth/identify-caller.ts';
import type { Catalog } from '../catalog/read-catalog.ts';
import type { FieldKind, SegmentField } from '../contract/segments.ts';
import type { FieldType } from '../contract/statuses.ts';
import { comparisonsOf } from './compare.ts';
import { builtIn, type Field, type FieldTable, mayAsk } from './fields.ts';
import { ownField, type Source } from './sources.ts';

/** Everything that can be asked of customers in this installation: what all have, its tiers, and its own fields. */
export function fieldTable({ tiers, customFields }: Pick<Catalog, 'tiers' | 'customFields'>): FieldTable {
  const own = customFields.map((definition): [string, Field] => {
    const { key, label, type, readRole, readBy, writeBy, options } = definition;
    const [kind, source] = ways[type];
    const asking = { role: readRole, roleIds: [...readBy, ...writeBy] };
    return [`fields.${key}`, { kind, label, source: source(key), ...asking, ...(type.startsWith('choice') ? { options } : {}) }];
  });
  return { ...builtIn, ...withTiers(tiers), ...Object.fromEntries(own) };
}

const withTiers = (tiers: Catalog['tiers']): FieldTable => (builtIn.tier ? { tier: { ...builtIn.tier, options: tiers } } : {});

const ways: Record<FieldType, readonly [FieldKind, (key: string) => Source]> = {
  text: ['text', ownField.text],
  number: ['number', ownField.number],
  date: ['day', ownField.text],
  boolean: ['flag', ownField.flag],
  choice: ['choice', ownField.text],
  choices: ['choices', ownField.list],
};

/** The same, for people and programs. */
export const presentFields = (fields: FieldTable, caller: Pick<Caller, 'role' | 'ownRole' | 'rights'>): SegmentField[] =>
  Object.entries(fields).map(([key, field]) => ({
    key,
    label: field.label,
    kind: field.kind,
    role: field.role,
    mayAsk: mayAsk(caller, field),
    comparisons: [...comparisonsOf[field.kind]],
    options: field.options?.map((option) => ({ key: option.key, label: option.label })) ?? null,
  }));
