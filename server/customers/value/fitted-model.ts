import type { PurchaseModel } from './fit-purchases.ts';
import type { SpendModel } from './fit-spend.ts';

/** The models as they were fitted once on what had happened until then. Never used for a time before that. */
export interface FittedModel {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly asOf: number;
  readonly purchases: PurchaseModel;
  readonly spend: SpendModel | null;
  readonly population: Population;
}

/** Where a fifth, two, three and four fifths of all who ever bought lie: what scores from 1 to 5 are told by. */
export interface Population {
  /** Days since the last purchase. */
  readonly recency: readonly number[];
  readonly orders: readonly number[];
  /** In the minor unit. */
  readonly revenue: readonly number[];
}

/** The newest of the models (sorted by time) that had been fitted by then. */
export const modelAt = (models: readonly FittedModel[], at: number): FittedModel | null =>
  models.findLast(({ asOf }) => asOf <= at) ?? null;
