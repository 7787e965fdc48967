import type { Migration } from '../../../../server/contract/portfolio.ts';

export interface Cell {
  /** Null: who came meanwhile. */
  readonly from: string | null;
  readonly to: string;
  readonly customers: number;
}

/** The cells of a matrix with these tiers, empty ones too. */
export const cellOf = ({ cells }: Migration, from: string | null, to: string): Cell =>
  cells.find((cell) => cell.from === from && cell.to === to) ?? { from, to, customers: 0 };

/** 1: upwards, -1: downwards, 0: stayed or came. Tiers stand with the highest first. */
export function direction({ from, to }: Cell, tiers: readonly string[]): -1 | 0 | 1 {
  if (from === null || from === to) return 0;
  return tiers.indexOf(to) < tiers.indexOf(from) ? 1 : -1;
}
