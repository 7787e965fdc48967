import type { ValueSettings } from '../../contract/value.ts';
import { converter } from './convert-amount.ts';
import { DAY, type Facts, type OrderFact } from './facts.ts';
import { type Step, type Steps, stepsOf } from './steps.ts';

/** A customer's facts, sorted and added up, so that any time of the past is read at once and nothing later is seen. */
export interface Ledger {
  readonly facts: Facts;
  /** Dates of purchases, and 1 for each. */
  readonly orders: Steps;
  /** The first instant of each day on which something was bought. */
  readonly purchaseDays: Steps;
  /** Of those after the first day: what was spent, and how many of the days have a known amount. */
  readonly repeatSpend: Steps;
  readonly repeatPriced: Steps;
  readonly revenue: Steps;
  readonly margin: Steps;
  /** Orders of which neither a cost is known nor a margin assumed. */
  readonly uncosted: Steps;
  /** Amounts in currencies that no rate converts, each in its own minor unit. */
  readonly unconverted: ReadonlyMap<string, Steps>;
  readonly handling: Steps;
  readonly handlingSeconds: Steps;
  readonly channelCost: Steps;
  readonly promotion: Steps;
  readonly ratings: Steps;
  readonly complaints: Steps;
  readonly contacts: Steps;
}

export function openLedger(facts: Facts, settings: ValueSettings): Ledger {
  const ignored = new Set(settings.ignoredStatuses);
  const orders = facts.orders.filter(({ status }) => !ignored.has(status));
  const firstDay = Math.min(...orders.map(({ at }) => dayOf(at)));
  const convert = converter(settings);
  const converted = orders.map((order) => priced(order, convert, settings.marginShare));
  const repeats = converted.filter(({ at }) => dayOf(at) > firstDay);
  return {
    facts,
    orders: ones(orders.map(({ at }) => at)),
    purchaseDays: ones(firstOfDay(orders.map(({ at }) => at))),
    repeatSpend: stepsOf(repeats.flatMap(({ revenue }) => revenue)),
    repeatPriced: ones(firstOfDay(repeats.filter(({ revenue }) => revenue.length > 0).map(({ at }) => at))),
    revenue: stepsOf(converted.flatMap(({ revenue }) => revenue)),
    margin: stepsOf(converted.flatMap(({ margin }) => margin)),
    uncosted: ones(converted.filter(({ revenue, margin }) => revenue.length > 0 && margin.length === 0).map(({ at }) => at)),
    unconverted: unconvertedOf(converted),
    ...costs(facts, settings, convert),
    ratings: stepsOf(facts.ratings.map(({ at, score }) => ({ at, by: score }))),
    complaints: ones(facts.complaints),
    contacts: ones(facts.contacts),
  };
}

export const dayOf = (at: number): number => Math.floor(at / DAY);

const ones = (dates: readonly number[]): Steps => stepsOf(dates.map((at) => ({ at, by: 1 })));

function firstOfDay(dates: readonly number[]): number[] {
  const first = new Map<number, number>();
  for (const at of dates) first.set(dayOf(at), Math.min(at, first.get(dayOf(at)) ?? Infinity));
  return [...first.values()];
}

type Convert = ReturnType<typeof converter>;

interface Priced {
  readonly at: number;
  readonly revenue: readonly Step[];
  readonly margin: readonly Step[];
  readonly foreign: readonly (Step & { readonly currency: string })[];
}

/** The order and its returns, each at its own date; a return is converted as its order was, and takes its share of the margin back. */
function priced(order: OrderFact, convert: Convert, marginShare: number | null): Priced {
  const steps = [
    { at: order.at, by: order.amount },
    ...order.returns.map(({ at, amount }) => ({ at: Math.max(at, order.at), by: -amount })),
  ];
  const unit = convert(1, order.currency, order.at);
  if (unit === undefined)
    return { at: order.at, revenue: [], margin: [], foreign: steps.map((step) => ({ ...step, currency: order.currency })) };
  const revenue = steps.map(({ at, by }) => ({ at, by: by * unit }));
  const share = order.cost === null ? marginShare : order.amount > 0 ? 1 - order.cost / order.amount : null;
  const free = order.cost !== null && order.amount === 0 ? [{ at: order.at, by: -order.cost * unit }] : [];
  return { at: order.at, revenue, margin: share === null ? free : revenue.map(({ at, by }) => ({ at, by: by * share })), foreign: [] };
}

function unconvertedOf(orders: readonly Priced[]): Map<string, Steps> {
  const foreign = orders.flatMap((order) => order.foreign);
  return new Map([...new Set(foreign.map(({ currency }) => currency))].sort().map((currency) => [currency, of(foreign, currency)]));
}

const of = (foreign: Priced['foreign'], currency: string): Steps => stepsOf(foreign.filter((step) => step.currency === currency));

function costs(
  facts: Facts,
  settings: ValueSettings,
  convert: Convert,
): Pick<Ledger, 'handling' | 'handlingSeconds' | 'channelCost' | 'promotion'> {
  const most = settings.mostHandlingMinutes * 60;
  const work = facts.work.map(({ at, channel, seconds }) => ({
    at,
    channel,
    by: seconds.reduce((sum, each) => sum + Math.min(each, most), 0),
  }));
  const unitCost = { ...settings.messageCost, voice: settings.callMinuteCost };
  return {
    handlingSeconds: stepsOf(work),
    handling: stepsOf(work.map(({ at, channel, by }) => ({ at, by: (by / 3600) * (settings.handlingHourCost[channel] ?? 0) }))),
    channelCost: stepsOf(facts.sent.map(({ at, channel, count }) => ({ at, by: count * unitCost[channel] }))),
    promotion: stepsOf(facts.touches.map(({ at, currency, cost }) => ({ at, by: convert(cost, currency, at) ?? 0 }))),
  };
}
