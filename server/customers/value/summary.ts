/** What the model knows of each customer, column by column (Fader, Hardie & Lee 2005); times in weeks. */
export interface Summary {
  readonly customers: readonly string[];
  /** Repeat purchases: the first one does not count. */
  readonly frequency: Float64Array;
  /** From the first purchase to the last one. */
  readonly recency: Float64Array;
  /** From the first purchase to the day the summary ends with. */
  readonly age: Float64Array;
  /** Mean amount of the repeat purchases; absent when no amounts are known. */
  readonly meanSpend?: Float64Array;
}
