/** Money as people write it, and in the minor unit as the hub keeps it (yen has none). */

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Null for what is no amount. Separators of thousands are passed over, in Chinese writing too. */
export function minorOf(written: string, currency: string): number | null {
  const plain = written.normalize('NFKC').replace(/[\s,'’]/g, '');
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
  return Math.round(Number(plain) * 10 ** digitsOf(currency));
}

export const writtenOf = (minor: number, currency: string): string => String(minor / 10 ** digitsOf(currency));
