import type { ValueExplanation } from '../../contract/value.ts';
import { expectedPurchases, type Known, probabilityAlive } from './expect-purchases.ts';
import type { Moment } from './explain-number.ts';
import type { PurchaseModel } from './fit-purchases.ts';
import { expectedSpend, type SpendModel } from './fit-spend.ts';
import { dayOf } from './open-ledger.ts';
import { discountedPurchases } from './value-customers.ts';

export type OutlookNumber = 'probabilityAlive' | 'expectedPurchases' | 'expectedSpend' | 'lifetimeValue' | 'churnRisk';

/** What the model expects of a customer. Without a model, or a purchase, nothing is expected of anybody. */
export function explainOutlook(number: OutlookNumber, moment: Moment): ValueExplanation {
  const known = knownAt(moment);
  if (!moment.model || !known) return { value: null, formula: number, inputs: {} };
  const { value, inputs } = outlook[number](known, moment.model, moment);
  const { frequency: repeats, recency: recencyWeeks, age: ageWeeks } = known;
  return {
    value: value === null || !Number.isFinite(value) ? null : value,
    formula: number,
    inputs: { repeats, recencyWeeks: round(recencyWeeks), ageWeeks: round(ageWeeks), ...inputs },
  };
}

/** What the model knows of a customer at a time: days on which something was bought, in weeks (see `Summary`). */
export function knownAt({ ledger: { purchaseDays }, at }: Moment): Known | undefined {
  const [first, last] = [purchaseDays.dates[0], purchaseDays.last(at)];
  if (first === undefined || last === undefined) return undefined;
  return {
    frequency: purchaseDays.count(at) - 1,
    recency: (dayOf(last) - dayOf(first)) / 7,
    age: (dayOf(at) - dayOf(first)) / 7,
  };
}

interface Outlook {
  readonly value: number | null;
  readonly inputs: Record<string, number | null>;
}

type Models = { readonly purchases: PurchaseModel; readonly spend: SpendModel | null };

const outlook: Record<OutlookNumber, (known: Known, models: Models, moment: Moment) => Outlook> = {
  probabilityAlive: (known, { purchases }) => ({ value: probabilityAlive(purchases, known), inputs: parameters(purchases) }),

  expectedPurchases: (known, { purchases }, { settings }) => ({
    value: expectedPurchases(purchases, known, settings.horizonWeeks),
    inputs: { horizonWeeks: settings.horizonWeeks, ...parameters(purchases) },
  }),

  expectedSpend: (known, { spend }, moment) => {
    const meanSpend = meanSpendAt(moment);
    return {
      value: spend && spendOf(spend, known, meanSpend),
      inputs: { meanSpend, ...(spend ? { p: spend.p, q: spend.q, v: spend.v } : {}) },
    };
  },

  lifetimeValue: (known, { purchases, spend }, moment) => {
    const { horizonWeeks, yearlyDiscount } = moment.settings;
    const each = spend && spendOf(spend, known, meanSpendAt(moment));
    const expected = discountedPurchases(purchases, known, { horizon: horizonWeeks, discount: yearlyDiscount });
    const marginShare = marginShareAt(moment);
    return {
      value: each === null ? null : Math.round(expected * each * (marginShare ?? 1)),
      inputs: {
        discountedPurchases: round(expected),
        expectedSpend: each === null ? null : Math.round(each),
        marginShare,
        horizonWeeks,
        yearlyDiscount,
      },
    };
  },

  // While active, somebody whose rate is gamma(r + x, α + T) lets t weeks pass without a purchase with the chance ((α+T)/(α+T+t))^(r+x).
  churnRisk: (known, { purchases }, { settings }) => {
    const alive = probabilityAlive(purchases, known);
    const seen = purchases.alpha + known.age;
    const silent = (seen / (seen + settings.horizonWeeks)) ** (purchases.r + known.frequency);
    return {
      value: 1 - alive * (1 - silent),
      inputs: { probabilityAlive: round(alive), silentThough: round(silent), horizonWeeks: settings.horizonWeeks },
    };
  },
};

const parameters = ({ r, alpha, a, b }: PurchaseModel) => ({ r: round(r), alpha: round(alpha), a: round(a), b: round(b) });

/** Of the purchases after the first; 0 when there is none. */
function meanSpendAt({ ledger, at }: Moment): number {
  const days = ledger.repeatPriced.count(at);
  return days === 0 ? 0 : Math.max(0, ledger.repeatSpend.until(at) / days);
}

/** Below one purchase and a half the mean of the model may not exist. */
function spendOf(spend: SpendModel, { frequency }: Known, meanSpend: number): number | null {
  const repeats = meanSpend > 0 ? frequency : 0;
  return spend.p * repeats + spend.q > 1 ? expectedSpend(spend, repeats, meanSpend) : null;
}

/** The customer's own, where the cost of all they bought is known or assumed. */
function marginShareAt({ ledger, settings, at }: Moment): number | null {
  const revenue = ledger.revenue.until(at);
  if (ledger.uncosted.count(at) > 0 || revenue <= 0) return settings.marginShare;
  return round(ledger.margin.until(at) / revenue);
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
