import type { ImportSettings } from '../../contract/imports.ts';
import { halfWidth, type Reading, read, wrong } from './read-value.ts';

/**
 * An amount in the currency's minor unit from decimal writing: `¥1,299.00`, `1.299,00 €`, `1 299`, `１２９９元`.
 * Negative ones, also in brackets, are refused by name, and so is more than the currency's smallest coin can say.
 */
export function readAmount(cell: string, currency: string, decimal: ImportSettings['decimal']): Reading<number> {
  const written = halfWidth(cell).replace(/−/g, '-');
  const isNegative = /^\(.*\)$/.test(written) || /^[^\d]*-|-\s*$/.test(written);
  const bare = written.replace(/^\((.*)\)$/, '$1').replace(/^[^\d.,]*|[^\d.,]*$/g, '');
  if (!/^\d[\d.,'’\s]*$|^[.,]\d+$/.test(bare) || strayLetters(written)) return wrong('bad_number');
  const parts = split(bare.replace(/['’\s]/g, ''), decimal);
  if (!parts) return wrong('bad_number');
  const digits = minorDigits(currency);
  if (parts.fraction.replace(/0+$/, '').length > digits) return wrong('too_precise');
  const minor = Number(parts.whole + parts.fraction.slice(0, digits).padEnd(digits, '0'));
  if (isNegative && minor !== 0) return wrong('negative_amount');
  return minor <= 1e15 ? read(minor) : wrong('bad_number');
}

/** A currency's sign or code may stand beside it, a word may not. */
const strayLetters = (written: string): boolean => (written.match(/\p{L}+/gu) ?? []).some((word) => word.length > 3);

interface Parts {
  readonly whole: string;
  readonly fraction: string;
}

/** Of two kinds of signs the last one parts the fraction. One that comes again parts thousands, and so does a single one with three digits behind it that is not the usual one. */
function split(text: string, decimal: ImportSettings['decimal']): Parts | undefined {
  const signs = text.match(/[.,]/g) ?? [];
  const last = signs.at(-1);
  if (!last) return { whole: text, fraction: '' };
  const at = text.lastIndexOf(last);
  const isOnly = signs.filter((sign) => sign === last).length === 1;
  const isMixed = signs.some((sign) => sign !== last);
  const isThousands = !isMixed && (!isOnly || (text.length - at === 4 && last !== decimal));
  if (isThousands) return isGrouped(text) ? { whole: text.replace(/[.,]/g, ''), fraction: '' } : undefined;
  const whole = text.slice(0, at);
  return isOnly && (!isMixed || isGrouped(whole)) ? { whole: whole.replace(/[.,]/g, ''), fraction: text.slice(at + 1) } : undefined;
}

const isGrouped = (text: string): boolean => /^\d{1,3}([.,]\d{2,3})*$/.test(text);

const known = new Map<string, number>();

/** How many decimals a currency has (ISO 4217): 2 for most, none for JPY. */
export function minorDigits(currency: string): number {
  const digits =
    known.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  known.set(currency, digits);
  return digits;
}

/** Decimal writing of an amount in minor units. */
export function writeAmount(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const names: Readonly<Record<string, string>> = {
  '¥': 'CNY',
  元: 'CNY',
  人民币: 'CNY',
  rmb: 'CNY',
  '€': 'EUR',
  euro: 'EUR',
  '£': 'GBP',
  $: 'USD',
  us$: 'USD',
  美元: 'USD',
  欧元: 'EUR',
  英镑: 'GBP',
  港币: 'HKD',
  日元: 'JPY',
};

export function readCurrency(cell: string): Reading<string> {
  const text = halfWidth(cell);
  const code = names[text.toLowerCase()] ?? text.toUpperCase();
  return isCurrency(code) ? read(code) : wrong('bad_currency');
}

const currencies = new Set(Intl.supportedValuesOf('currency'));
export const isCurrency = (code: string): boolean => currencies.has(code);
