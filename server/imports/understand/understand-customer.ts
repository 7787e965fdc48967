import { checkFieldValue } from '../../archive/custom-fields/check-field-value.ts';
import type { FieldDefinition } from '../../archive/custom-fields/field-definition.ts';
import { readFieldText } from '../../archive/custom-fields/read-field-text.ts';
import type { Address, ProfileBody } from '../../contract/archive.ts';
import { ProfileBody as Profile } from '../../contract/archive.ts';
import type { FieldValue } from '../../contract/archive-fields.ts';
import { problem } from '../files/file-row.ts';
import { addressesIn, readMail, readPhone } from './read-address.ts';
import { readKind, readLanguage, readOption } from './read-choice.ts';
import { readDay } from './read-date.ts';
import { type Reading, read, wrong } from './read-value.ts';
import type { RowReader } from './understand-row.ts';

/** What a row says of a customer; empty cells say nothing. */
export function understandCustomer(row: RowReader): ProfileBody | undefined {
  const { settings, catalog } = row.plan;
  row.need('externalId', 'key_missing');
  const said = {
    externalId: row.take('externalId', plainText(200)),
    kind: row.take('kind', readKind),
    name: row.take('name', plainText(200)),
    tier: row.take('tier', (text) => tierOf(text, catalog.tiers)),
    language: row.take('language', readLanguage),
    company: row.take('company', plainText(200)),
    occupation: row.take('occupation', plainText(200)),
    city: row.take('city', plainText(200)),
    birthday: row.take('birthday', (text) => readDay(text, settings)),
    manner: row.take('manner', plainText(1000)),
    addresses: [...takeAddresses(row, 'phone', (text) => readPhone(text, settings.country)), ...takeAddresses(row, 'email', readMail)],
    fields: takeFields(row),
  };
  return row.problems.length > 0 ? undefined : checked(row, said);
}

const plainText =
  (most: number) =>
  (text: string): Reading<string> =>
    [...text].length <= most ? read(text) : wrong('too_long');

function tierOf(text: string, tiers: Parameters<typeof readOption>[1]): Reading<string> {
  const tier = readOption(text, tiers);
  return tier ? read(tier) : wrong('unknown_tier');
}

function takeAddresses<Kind extends Address['kind']>(
  row: RowReader,
  kind: Kind,
  understand: (text: string) => Reading<string>,
): { kind: Kind; value: string }[] {
  const values = row.texts(kind).flatMap(({ text, column }) => addressesIn(text).map((one) => row.takeFrom(kind, column, one, understand)));
  return [...new Set(values)].flatMap((value) => (value === undefined ? [] : [{ kind, value }]));
}

function takeFields(row: RowReader): Record<string, FieldValue> | undefined {
  const own = row.plan.catalog.customFields.flatMap((definition) => {
    const value = row.take(`fields.${definition.key}`, (text) => ownValue(text, definition, row.plan.settings));
    return value === undefined ? [] : [[definition.key, value] as const];
  });
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

function ownValue(text: string, definition: FieldDefinition, dates: Parameters<typeof readDay>[1]): Reading<FieldValue> {
  const day = definition.type === 'date' ? readDay(text, dates).value : undefined;
  const { value } = checkFieldValue(definition, day ?? readFieldText(definition, text));
  return value === undefined || value === null ? wrong('bad_value') : read(value);
}

/** As the API would take it. */
function checked(row: RowReader, said: Readonly<Record<string, unknown>>): ProfileBody | undefined {
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  const body = Profile.safeParse(given);
  if (body.success) return body.data;
  const [issue] = body.error.issues;
  row.problems.push(problem('bad_value', String(issue?.path[0] ?? ''), issue?.message ?? null));
  return undefined;
}
