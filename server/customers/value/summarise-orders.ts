import { readRows } from './read-rows.ts';
import type { Summary } from './summary.ts';

const WEEK = 7 * 86_400_000;

/** One customer's purchases: what was spent on each day on which something was bought. */
type Days = Map<number, number>;

/**
 * The summary of orders (`customer,date,amount`) as it stood at the end of the day `until`: later orders are not looked at.
 * Orders of one day are one purchase.
 */
export async function summariseOrders(file: string, until: number): Promise<Summary> {
  const bought = new Map<string, Days>();
  await readRows(file, ['customer', 'date', 'amount'], [], (row) => {
    const customer = row.text('customer');
    if (customer === '') row.refuse('customer', 'is empty');
    const day = dayOf(row.text('date')) ?? row.refuse('date', `${JSON.stringify(row.text('date'))} is not a date such as 2026-11-22`);
    const amount = row.amount('amount');
    if (day > until) return;
    const days = bought.get(customer) ?? new Map<number, number>();
    bought.set(customer, days.set(day, (days.get(day) ?? 0) + amount));
  });
  return summarise(bought, until);
}

function summarise(bought: ReadonlyMap<string, Days>, until: number): Summary {
  const of = (measure: (days: [number, number][]) => number) =>
    Float64Array.from(bought.values(), (days) => measure([...days].sort(([a], [b]) => a - b)));
  const first = (days: [number, number][]) => days[0]?.[0] ?? until;
  return {
    customers: [...bought.keys()],
    frequency: of((days) => days.length - 1),
    recency: of((days) => ((days.at(-1)?.[0] ?? until) - first(days)) / WEEK),
    age: of((days) => (until - first(days)) / WEEK),
    meanSpend: of((days) => (days.length < 2 ? 0 : days.slice(1).reduce((sum, [, amount]) => sum + amount, 0) / (days.length - 1))),
  };
}

/** Midnight (UTC) of a date written as YYYY-MM-DD, perhaps with a time behind it, or undefined. */
export function dayOf(text: string): number | undefined {
  const date = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text.trim())?.[1];
  const day = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date ? undefined : day;
}
