import type { Case, Recorded } from './case.ts';

/** Of an agent and a moment: the task they really had in hand then, other than `row`; undefined when none is known. */
export type BusyWith = (agent: number, moment: number, row: number) => number | undefined;

/** What each agent really did, by when it began. */
export function workOf({ before }: Case, recorded: Recorded): BusyWith {
  const work: number[][] = before.agentIds.map(() => []);
  recorded.agent.forEach((agent, row) => void work[agent]?.push(row));
  const startOf = (row: number) => recorded.startedAt[row] ?? 0;
  const lengthOf = (row: number) => (Number.isNaN(recorded.endedAt[row]) ? Infinity : (recorded.endedAt[row] ?? 0) - startOf(row));
  for (const rows of work) rows.sort((a, b) => startOf(a) - startOf(b));
  const longest = work.map((rows) => rows.reduce((most, row) => Math.max(most, lengthOf(row)), 0));
  return (agent, moment, row) => {
    const rows = work[agent] ?? [];
    // Backwards from the last begun by then, as far back as the longest task reaches.
    for (let i = countUntil(rows, startOf, moment) - 1; i >= 0; i--) {
      const other = rows[i] ?? -1;
      if (startOf(other) + (longest[agent] ?? 0) < moment) return undefined;
      if (other !== row && startOf(other) + lengthOf(other) > moment) return other;
    }
    return undefined;
  };
}

/** How many of the sorted rows begin no later than a moment. */
function countUntil(rows: readonly number[], startOf: (row: number) => number, moment: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(rows[middle] ?? -1) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
