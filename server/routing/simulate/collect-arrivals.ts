import type { Arrivals, Need } from './arrivals.ts';
import { needIndex } from './need-index.ts';

/** Somebody who came. Times are seconds; a patience of Infinity never gives up. */
export interface Arrival {
  readonly id: string;
  readonly at: number;
  readonly need: Need;
  readonly handle: number;
  readonly patience: number;
}

/** Gathers arrivals that come one by one, in any order. `admit` sees each different need once and may refuse it by throwing. */
export function collectArrivals(admit?: (need: Need) => void): { add(arrival: Arrival): void; arrivals(): Arrivals } {
  const index = needIndex(admit);
  const ids: string[] = [];
  const columns: Record<'needOf' | 'at' | 'handle' | 'patience', number[]> = { needOf: [], at: [], handle: [], patience: [] };
  return {
    add({ id, need, at, handle, patience }) {
      columns.needOf.push(index.of(need));
      columns.at.push(at);
      columns.handle.push(handle);
      columns.patience.push(patience);
      ids.push(id);
    },
    arrivals() {
      const at = Float64Array.from(columns.at);
      const idOf = (row: number) => ids[row] ?? '';
      return {
        needs: index.needs,
        needOf: Int32Array.from(columns.needOf),
        at,
        handle: Float64Array.from(columns.handle),
        patience: Float64Array.from(columns.patience),
        idOf,
        order: orderOf(at, idOf),
      };
    },
  };
}

/** The rows by time, those of one instant by id. */
function orderOf(at: Float64Array, idOf: (row: number) => string): Int32Array {
  const rows = Int32Array.from(at, (_, row) => row);
  const follows = (a: number, b: number) => (at[a] ?? 0) - (at[b] ?? 0) || (idOf(a) < idOf(b) ? -1 : 1);
  const sorted = rows.every((row) => row === 0 || follows(row - 1, row) < 0);
  return sorted ? rows : rows.sort(follows);
}
