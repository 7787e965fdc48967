import type { ValueExplanation, ValueNumber, ValueSettings } from '../../contract/value.ts';
import { explainOutlook } from './explain-outlook.ts';
import { DAY } from './facts.ts';
import type { FittedModel } from './fitted-model.ts';
import type { Ledger } from './open-ledger.ts';

/** A customer's ledger, read at a time: nothing after it is seen. */
export interface Moment {
  readonly ledger: Ledger;
  readonly settings: ValueSettings;
  /** Fitted by then. */
  readonly model: FittedModel | null;
  readonly at: number;
}

type Explain = (moment: Moment) => ValueExplanation;

/** One number of a customer at a time, with what it is made of. */
export const explainNumber = (number: ValueNumber, moment: Moment): ValueExplanation => numbers[number](moment);

/** A number that is the sum, the difference … of its inputs as its formula says. */
export const explained = (formula: string, value: number | null, inputs: Record<string, number | null> = {}): ValueExplanation => ({
  value,
  formula,
  inputs,
});

const windowStart = ({ at, settings }: Moment): number => at - settings.windowDays * DAY;
const valueIn = (number: ValueNumber, moment: Moment): number | null => explainNumber(number, moment).value;

const orders: Explain = ({ ledger, at }) => explained('orders', ledger.orders.count(at));

const ordersWindow: Explain = (moment) =>
  explained('ordersWindow', moment.ledger.orders.between(windowStart(moment), moment.at), { days: moment.settings.windowDays });

const revenue: Explain = ({ ledger, at }) =>
  explained('revenue', Math.round(ledger.revenue.until(at)), { orders: ledger.orders.count(at), ...asideOf(ledger, at) });

const revenueWindow: Explain = (moment) =>
  explained('revenueWindow', Math.round(moment.ledger.revenue.between(windowStart(moment), moment.at)), {
    days: moment.settings.windowDays,
  });

/** Amounts that no rate converts are said, never guessed. */
function asideOf({ unconverted }: Ledger, at: number): Record<string, number> {
  const aside = [...unconverted].filter(([, steps]) => steps.count(at) > 0);
  return Object.fromEntries(aside.map(([currency, steps]) => [`unconverted.${currency}`, steps.until(at)]));
}

const margin: Explain = ({ ledger, settings, at }) => {
  const unknown = ledger.uncosted.count(at);
  const value = unknown > 0 ? null : Math.round(ledger.margin.until(at));
  return explained('margin', value, {
    revenue: Math.round(ledger.revenue.until(at)),
    assumedShare: settings.marginShare,
    ordersWithoutCost: unknown,
  });
};

const costToServe: Explain = ({ ledger, at }) => {
  const [handling, channels] = [Math.round(ledger.handling.until(at)), Math.round(ledger.channelCost.until(at))];
  return explained('costToServe', handling + channels, {
    handling,
    handlingMinutes: Math.round(ledger.handlingSeconds.until(at) / 60),
    channels,
  });
};

const promotionCost: Explain = ({ ledger, at }) =>
  explained('promotionCost', Math.round(ledger.promotion.until(at)), { touches: ledger.promotion.count(at) });

const profit: Explain = (moment) => {
  const [earned, served, promoted] = [
    valueIn('margin', moment),
    valueIn('costToServe', moment) ?? 0,
    valueIn('promotionCost', moment) ?? 0,
  ];
  return explained('profit', earned === null ? null : earned - served - promoted, {
    margin: earned,
    costToServe: served,
    promotionCost: promoted,
  });
};

const profitWindow: Explain = (moment) => {
  const { ledger, at, settings } = moment;
  const from = windowStart(moment);
  const earned = ledger.uncosted.between(from, at) > 0 ? null : Math.round(ledger.margin.between(from, at));
  const costs = Math.round(ledger.handling.between(from, at) + ledger.channelCost.between(from, at) + ledger.promotion.between(from, at));
  return explained('profitWindow', earned === null ? null : earned - costs, { days: settings.windowDays, margin: earned, costs });
};

/** 1 … 5: how many of the four limits between fifths of all customers it is past. */
const past = (limits: readonly number[], value: number): number => limits.filter((limit) => value > limit).length;

const score =
  (
    name: 'recency' | 'orders' | 'revenue',
    formula: string,
    measure: Explain,
    of: (limits: readonly number[], value: number) => number,
  ): Explain =>
  (moment) => {
    const { value } = measure(moment);
    const limits = moment.model?.population[name];
    if (!limits || value === null || moment.ledger.orders.count(moment.at) === 0) return explained(formula, null, { value });
    return explained(formula, of(limits, value), { value, ...Object.fromEntries(limits.map((limit, i) => [`limit${i + 1}`, limit])) });
  };

/** Whole days since the last purchase, as of the day. */
export function daysSilent({ ledger, at }: Moment): number | null {
  const last = ledger.orders.last(at);
  return last === undefined ? null : Math.floor((at - last) / DAY);
}

const silence: Explain = (moment) => explained('silence', daysSilent(moment));

const tenureDays: Explain = ({ ledger, at }) => {
  const first = ledger.orders.dates[0];
  return explained('tenureDays', first === undefined || first > at ? null : Math.floor((at - first) / DAY));
};

/** Three parts of 0 … 1: still here, coming back, for long. */
const loyalty: Explain = (moment) => {
  const { ledger, settings, at } = moment;
  const silent = daysSilent(moment);
  if (silent === null) return explained('loyalty', null);
  const recent = ledger.purchaseDays.between(windowStart(moment), at) - (ledger.purchaseDays.count(windowStart(moment)) > 0 ? 0 : 1);
  const parts = {
    staying: Math.max(0, 1 - silent / settings.lapsedDays),
    returning: Math.min(1, Math.max(0, recent) / settings.loyalPurchases),
    tenure: Math.min(1, (tenureDays(moment).value ?? 0) / settings.loyalDays),
  };
  const value = 100 * (parts.staying / 2 + parts.returning / 4 + parts.tenure / 4);
  return explained('loyalty', round(value), { ...parts, silentDays: silent, returns: Math.max(0, recent) });
};

/** The mean of recent ratings, 1 → 0 and 5 → 100; a complaint counts as a rating of 1. */
const satisfaction: Explain = (moment) => {
  const { ledger, at } = moment;
  const from = windowStart(moment);
  const ratings = ledger.ratings.count(at) - ledger.ratings.count(from);
  const complaints = ledger.complaints.between(from, at);
  const mean = (ledger.ratings.between(from, at) + complaints) / (ratings + complaints);
  return explained('satisfaction', ratings + complaints > 0 ? round(((mean - 1) / 4) * 100) : null, {
    ratings,
    meanRating: ratings > 0 ? round(ledger.ratings.between(from, at) / ratings) : null,
    complaints,
    days: moment.settings.windowDays,
  });
};

const round = (value: number): number => Math.round(value * 100) / 100;

const numbers: Record<ValueNumber, Explain> = {
  orders,
  ordersWindow,
  revenue,
  revenueWindow,
  margin,
  costToServe,
  promotionCost,
  profit,
  profitWindow,
  recency: score('recency', 'recency', silence, (limits, value) => 5 - past(limits, value)),
  frequency: score('orders', 'frequency', orders, (limits, value) => 1 + past(limits, value)),
  monetary: score('revenue', 'monetary', revenue, (limits, value) => 1 + past(limits, value)),
  probabilityAlive: (moment) => explainOutlook('probabilityAlive', moment),
  expectedPurchases: (moment) => explainOutlook('expectedPurchases', moment),
  expectedSpend: (moment) => explainOutlook('expectedSpend', moment),
  lifetimeValue: (moment) => explainOutlook('lifetimeValue', moment),
  churnRisk: (moment) => explainOutlook('churnRisk', moment),
  loyalty,
  satisfaction,
  tenureDays,
};
