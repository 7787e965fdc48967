import type { Channel } from '../../contract/statuses.ts';

/** What a customer's value and tier are made of: dated facts of all records that are this customer. Times are milliseconds since 1970. */
export interface Facts {
  readonly customerId: string;
  /** Since when there is a record of them. */
  readonly since: number;
  /** In which tier the hub has them now. */
  readonly tier: string;
  readonly orders: readonly OrderFact[];
  /** Completed tasks of one channel and day. */
  readonly work: readonly WorkFact[];
  /** Messages we sent, or minutes we spoke, of one channel and day. */
  readonly sent: readonly SentFact[];
  readonly ratings: readonly { readonly at: number; readonly score: number }[];
  readonly complaints: readonly number[];
  readonly touches: readonly { readonly at: number; readonly currency: string; readonly cost: number }[];
  /** Last contacts, one a channel and day. */
  readonly contacts: readonly number[];
  /** The head's record as it is now. */
  readonly record: Readonly<Record<string, unknown>>;
  /** What was changed of it, by whom it does not matter here. */
  readonly changes: readonly FieldFact[];
  readonly overrides: readonly OverrideFact[];
}

export interface OrderFact {
  readonly at: number;
  readonly currency: string;
  /** In the minor unit. */
  readonly amount: number;
  readonly cost: number | null;
  readonly status: string;
  readonly returns: readonly { readonly at: number; readonly amount: number }[];
}

export interface WorkFact {
  /** When the last of them was done. */
  readonly at: number;
  readonly channel: Channel;
  /** Of each, from acceptance until done. */
  readonly seconds: readonly number[];
}

export interface SentFact {
  readonly at: number;
  readonly channel: Channel;
  /** Messages, or minutes of calls. */
  readonly count: number;
}

export interface FieldFact {
  readonly at: number;
  /** Of changes at one time, the later ones have the greater. */
  readonly id: number;
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface OverrideFact {
  readonly id: string;
  readonly tier: string;
  readonly from: number;
  /** When it ends or was ended; Infinity: nobody has said. */
  readonly until: number;
}

export const DAY = 86_400_000;
