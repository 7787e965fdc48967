import type { Catalog } from '../../catalog/read-catalog.ts';
import type { ImportField, ImportKind, ImportSettings } from '../../contract/imports.ts';
import { knownFields } from './field-names.ts';

/** How the rows of one file are understood. */
export interface Plan {
  readonly kind: ImportKind;
  readonly settings: ImportSettings;
  /** Names of the columns in the file. */
  readonly names: readonly string[];
  /** Of each field its columns, in the order of the file. */
  readonly columns: ReadonlyMap<string, readonly number[]>;
  readonly catalog: Pick<Catalog, 'tiers' | 'customFields'>;
}

export function makePlan(kind: ImportKind, settings: ImportSettings, names: readonly string[], catalog: Plan['catalog']): Plan {
  const columns = new Map<string, number[]>();
  for (const { column, field } of settings.columns) columns.set(field, [...(columns.get(field) ?? []), column]);
  return { kind, settings, names, columns, catalog };
}

/** Every field that a column of such a file may become, the installation's own ones too. */
export function fieldsOf(kind: ImportKind, { customFields }: Plan['catalog']): ImportField[] {
  const own = kind === 'customers' ? customFields.filter(({ retiredAt }) => !retiredAt) : [];
  return [
    ...knownFields[kind].map(({ key, label, required }) => ({ key, label, required: required ?? false })),
    ...own.map(({ key, label }) => ({ key: `fields.${key}`, label, required: false })),
  ];
}
