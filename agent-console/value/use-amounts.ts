import { useText } from '../language/use-text.ts';
import type { Manner } from './show-number.ts';

/** Writes numbers of value in the reader's form. */
export function useAmounts() {
  const { t, money, number, percent } = useText();
  const rounded = (value: number) => number(Math.abs(value) < 10 ? Math.round(value * 100) / 100 : Math.round(value));
  const write: Record<Manner, (value: number, currency: string) => string> = {
    money: (value, currency) => money(Math.abs(value) < 10_000 ? Math.round(value) : Math.round(value / 100) * 100, currency),
    share: (value) => percent(value),
    hundred: (value) => t('value.ofHundred', { n: number(Math.round(value)) }),
    five: (value) => t('value.ofFive', { n: value }),
    days: (value) => t('value.days', { n: number(value), count: value }),
    number: rounded,
  };
  return (manner: Manner, value: number | null, currency: string): string => (value === null ? '—' : write[manner](value, currency));
}
