import type { FittedModel } from './fitted-model.ts';

/** What a thread is to learn from. */
export interface FitWork {
  readonly databaseUrl: string;
  readonly asOf: number;
}

export type Fitted = Omit<FittedModel, 'id' | 'asOf'> & { readonly logLikelihood: number; readonly customers: number };

/** What it tells. `problem` is why it cannot be, in one line. */
export type FitNews = { readonly problem: string } | { readonly fitted: Fitted };
