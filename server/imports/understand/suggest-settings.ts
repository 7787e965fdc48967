import type { ImportKind, ImportSettings, SettingsGiven } from '../../contract/imports.ts';
import type { FileRow } from '../files/file-row.ts';
import type { Writing } from '../files/read-rows.ts';
import { knownFields, plainName } from './field-names.ts';
import { fieldsOf, type Plan } from './plan.ts';
import { readPhone } from './read-address.ts';
import { textOf } from './read-value.ts';

export interface Sample {
  readonly names: readonly string[];
  readonly rows: readonly FileRow[];
}

interface Given {
  readonly writing: Writing;
  readonly settings: SettingsGiven;
  /** Where nothing in the file tells. */
  readonly usual: Pick<ImportSettings, 'country' | 'timeZone'>;
}

/** How a file is to be understood: what is given holds, the rest is found from its names and first rows. */
export function suggestSettings(
  kind: ImportKind,
  sample: Sample,
  { writing, settings, usual }: Given,
  catalog: Plan['catalog'],
): ImportSettings {
  const columns = settings.columns ?? suggestColumns(kind, sample, catalog);
  const cellsOf = (...fields: string[]) =>
    columns
      .filter(({ field }) => fields.includes(field))
      .flatMap(({ column }) => sample.rows.map(({ cells }) => textOf(cells[column] ?? '')));
  return {
    ...writing,
    columns,
    country: settings.country === undefined ? countryOf(cellsOf('phone'), usual.country) : settings.country,
    currency: settings.currency === undefined ? currencyOf(cellsOf('amount', 'cost')) : settings.currency,
    dates: settings.dates ?? dateOrderOf(cellsOf('birthday', 'placedAt', 'paidAt', 'deliveredAt')),
    decimal: settings.decimal ?? decimalOf(cellsOf('amount', 'cost')),
    timeZone: settings.timeZone ?? usual.timeZone,
  };
}

/** By the names of the columns, then by what stands in them; only numbers and mail addresses may have several. */
function suggestColumns(kind: ImportKind, { names, rows }: Sample, catalog: Plan['catalog']): ImportSettings['columns'] {
  const taken = new Set<string>();
  const labels = fieldsOf(kind, catalog).map(({ key, label }) => ({
    key,
    names: [key, label.en, label['zh-CN'], ...(knownFields[kind].find((field) => field.key === key)?.names ?? [])].map(plainName),
  }));
  const byName = (name: string) => labels.find(({ key, names }) => names.includes(plainName(name)) && !taken.has(key))?.key;
  return names.flatMap((name, column) => {
    const field =
      byName(name) ??
      byName(name.replace(/\d+$/, '')) ??
      (kind === 'customers' ? byValues(rows.map(({ cells }) => textOf(cells[column] ?? ''))) : undefined);
    if (!field) return [];
    if (field !== 'phone' && field !== 'email') taken.add(field);
    return [{ column, field }];
  });
}

/** Most of what stands there is a mail address, or a number with a prefix or of a Chinese mobile. */
function byValues(cells: readonly string[]): string | undefined {
  const given = cells.filter(Boolean);
  const most = (fits: (cell: string) => boolean) => given.length > 0 && given.filter(fits).length > given.length * 0.7;
  if (most((cell) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell))) return 'email';
  return most((cell) => /^1[3-9]\d{9}$/.test(cell) || (cell.startsWith('+') && readPhone(cell, null).value !== undefined))
    ? 'phone'
    : undefined;
}

function countryOf(phones: readonly string[], usual: string | null): string | null {
  const local = phones.filter((phone) => phone && !/^(\+|00)/.test(phone));
  const isChinese = local.length > 0 && local.filter((phone) => /^1[3-9]\d{9}$/.test(phone.replace(/\D/g, ''))).length > local.length / 2;
  return isChinese ? 'CN' : usual;
}

function currencyOf(amounts: readonly string[]): string | null {
  const signs = { '¥': 'CNY', '￥': 'CNY', 元: 'CNY', '€': 'EUR', '£': 'GBP', $: 'USD' } as const;
  const found = Object.entries(signs).find(([sign]) => amounts.some((amount) => amount.includes(sign)));
  return found?.[1] ?? null;
}

/** A second number above 12 can only be a day. */
function dateOrderOf(dates: readonly string[]): ImportSettings['dates'] {
  return dates.some((date) => /^\d{1,2}[-/. ](1[3-9]|2\d|3[01])[-/. ]\d{4}/.test(date)) ? 'month_first' : 'day_first';
}

/** A comma with one or two digits behind it parts a fraction. */
function decimalOf(amounts: readonly string[]): ImportSettings['decimal'] {
  const commas = amounts.filter((amount) => /,\d{1,2}\D*$/.test(amount)).length;
  return commas > amounts.filter((amount) => /\.\d{1,2}\D*$/.test(amount)).length ? ',' : '.';
}
