import { moneyNumbers, type ValueNumber } from '../../server/contract/value-numbers.ts';

/** How a number of value is written: money, a share, points of 100 or 5, days, or a plain number. */
export type Manner = 'money' | 'share' | 'hundred' | 'five' | 'days' | 'number';

const manners: Partial<Record<ValueNumber, Manner>> = {
  ...Object.fromEntries(moneyNumbers.map((number) => [number, 'money'] as const)),
  ...{ probabilityAlive: 'share', churnRisk: 'share', loyalty: 'hundred', satisfaction: 'hundred' },
  ...{ recency: 'five', frequency: 'five', monetary: 'five', tenureDays: 'days' },
};

export const mannerOf = (number: ValueNumber): Manner => manners[number] ?? 'number';

const moneyInputs = ['revenue', 'margin', 'costToServe', 'promotionCost', 'handling', 'channels', 'costs', 'meanSpend', 'expectedSpend'];
const shareInputs = ['assumedShare', 'marginShare', 'yearlyDiscount', 'probabilityAlive', 'silentThough', 'staying', 'returning', 'tenure'];

/** How an input of a number is written: limits and the measure itself are as the measure. */
export function mannerOfInput(number: ValueNumber, input: string): Manner {
  if (input === 'value' || input.startsWith('limit')) return number === 'monetary' ? 'money' : number === 'recency' ? 'days' : 'number';
  if (moneyInputs.includes(input)) return 'money';
  if (shareInputs.includes(input)) return 'share';
  return input === 'days' || input === 'silentDays' ? 'days' : 'number';
}
