/** Dates, numbers and money in the reader's form, by Intl. */

/** `amount` in the currency's minor unit, as the hub stores it (cents, fen; yen has none). */
export function money(minor: number, currency: string, language: string): string {
  const digits = new Intl.NumberFormat(language, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const whole = digits > 0 && minor % 10 ** digits === 0;
  const options: Intl.NumberFormatOptions = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' };
  return numbers(language, whole ? { ...options, maximumFractionDigits: 0 } : options).format(minor / 10 ** digits);
}

export const number = (value: number, language: string) => numbers(language, {}).format(value);

export const percent = (share: number, language: string) => numbers(language, { style: 'percent' }).format(share);

export function bytes(size: number, language: string): string {
  if (size < 1_000) return numbers(language, { style: 'unit', unit: 'byte', unitDisplay: 'narrow' }).format(size);
  const unit = size < 1_000_000 ? 'kilobyte' : 'megabyte';
  const amount = size / (unit === 'kilobyte' ? 1_000 : 1_000_000);
  return numbers(language, { style: 'unit', unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
}

/** By `hourCycle`: with `hour12: false` English calls the first minute of a day 24:00. */
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

export const time = (at: string, language: string) => dates(language, clock).format(new Date(at));

export const date = (at: string, language: string) =>
  dates(language, { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(at));

/** Within this year without it. */
export function shortDate(at: string, now: number, language: string): string {
  const then = new Date(at);
  if (then.getFullYear() !== new Date(now).getFullYear()) return date(at, language);
  return dates(language, { month: 'short', day: 'numeric' }).format(then);
}

export const monthYear = (at: string, language: string) =>
  at ? dates(language, { year: 'numeric', month: 'short' }).format(new Date(at)) : '';

export const moment = (at: string, language: string) =>
  dates(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(at));

/** "Today", "Yesterday", else weekday and date; the year only when it is another one. */
export function day(at: string, now: number, language: string): string {
  const then = new Date(at);
  const days = Math.round((midnight(new Date(now)) - midnight(then)) / 86_400_000);
  if (days === 0 || days === 1) return capital(new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day'));
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  return dates(language, { weekday: 'short', month: 'short', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) }).format(then);
}

/** A coming time: weekday and clock within a week, else the date as well. */
export function weekTime(at: string, now: number, language: string): string {
  const isNear = Date.parse(at) - now < 6 * 86_400_000;
  return dates(language, { ...(isNear ? { weekday: 'short' } : { month: 'short', day: 'numeric' }), ...clock }).format(new Date(at));
}

export function ago(at: string, now: number, language: string): string {
  const seconds = Math.max(0, (now - Date.parse(at)) / 1_000);
  const { unit, amount } = shortDuration(seconds);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  if (unit === 's') return relative.format(0, 'second');
  if (unit === 'd' && amount > 60) return shortDate(at, now, language);
  return relative.format(-amount, unit === 'm' ? 'minute' : unit === 'h' ? 'hour' : 'day');
}

/** One number and one unit, cut down: 59 s, 3 m, 2 h, 4 d. */
export function shortDuration(seconds: number): { unit: 's' | 'm' | 'h' | 'd'; amount: number } {
  const whole = Math.floor(Math.abs(seconds));
  if (whole < 60) return { unit: 's', amount: whole };
  if (whole < 3_600) return { unit: 'm', amount: Math.floor(whole / 60) };
  if (whole < 86_400) return { unit: 'h', amount: Math.floor(whole / 3_600) };
  return { unit: 'd', amount: Math.floor(whole / 86_400) };
}

/** A running timer: 0:07, 12:34, 1:02:03. */
export function timer(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  return whole < 3_600 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(whole / 3_600)}:${two(minutes)}:${two(whole % 60)}`;
}

/** Not by Intl, which writes Chinese units one after another with nothing between. */
export const list = (words: string[], language: string) => words.join(language.startsWith('zh') ? '、' : ', ');

const midnight = (moment: Date) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

const numbers = (language: string, options: Intl.NumberFormatOptions) =>
  kept(numberFormats, language + JSON.stringify(options), () => new Intl.NumberFormat(language, options));

const dates = (language: string, options: Intl.DateTimeFormatOptions) =>
  kept(dateFormats, language + JSON.stringify(options), () => new Intl.DateTimeFormat(language, options));

/** Making a formatter costs a hundred times what formatting does. */
function kept<T>(formats: Map<string, T>, key: string, make: () => T): T {
  const found = formats.get(key) ?? make();
  formats.set(key, found);
  return found;
}
