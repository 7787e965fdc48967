import type { ValueSettings } from '../../contract/value.ts';
import { DAY } from './facts.ts';

type Rates = Pick<ValueSettings, 'currency' | 'rates'>;

/** Converts an amount in the minor unit of a currency, by the rate of a day, to that of ours; undefined: no rate is known. */
export function converter({ currency: ours, rates }: Rates): (amount: number, currency: string, at: number) => number | undefined {
  const known = new Map<string, { from: number; factor: number }[]>();
  for (const { currency, from, rate } of rates) {
    const factor = (rate * minorUnits(ours)) / minorUnits(currency);
    known.set(currency, [...(known.get(currency) ?? []), { from: Date.parse(from), factor }]);
  }
  for (const steps of known.values()) steps.sort((a, b) => b.from - a.from);
  return (amount, currency, at) => {
    if (currency === ours) return amount;
    const day = Math.floor(at / DAY) * DAY;
    const step = known.get(currency)?.find(({ from }) => from <= day);
    return step && amount * step.factor;
  };
}

const digits = new Map<string, number>();

/** How many minor units make one of a currency: 100 cents, 1 yen (ISO 4217 as ICU has it). */
export function minorUnits(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  digits.set(currency, 10 ** maximumFractionDigits);
  return 10 ** maximumFractionDigits;
}
