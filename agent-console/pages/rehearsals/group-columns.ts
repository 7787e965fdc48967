import type { RehearsedGroup, WaitFigures } from '../../../server/contract/rehearsals.ts';

/** What the table says of a side, and whether more is better (1), less is (−1), or neither (0). */
export const columns = [
  { key: 'answered', of: ({ answered }: WaitFigures) => answered, form: 'count', better: 0 },
  { key: 'abandoned', of: ({ abandoned, waiting }: WaitFigures) => abandoned + waiting, form: 'count', better: -1 },
  { key: 'mean', of: ({ meanWait }: WaitFigures) => meanWait, form: 'wait', better: -1 },
  { key: 'p50', of: ({ p50Wait }: WaitFigures) => p50Wait, form: 'wait', better: -1 },
  { key: 'p90', of: ({ p90Wait }: WaitFigures) => p90Wait, form: 'wait', better: -1 },
  { key: 'p99', of: ({ p99Wait }: WaitFigures) => p99Wait, form: 'wait', better: -1 },
  { key: 'max', of: ({ maxWait }: WaitFigures) => maxWait, form: 'wait', better: -1 },
  { key: 'kept', of: ({ withinPromise }: WaitFigures) => withinPromise, form: 'share', better: 1 },
  { key: 'overtaken', of: ({ overtaken }: WaitFigures) => overtaken?.mean ?? null, form: 'decimal', better: 0 },
] as const;

export type ColumnKey = 'who' | 'arrived' | (typeof columns)[number]['key'];

/** The groups by a column's figure after the change, greatest first or last; `who` keeps the order of queues, tiers and channels. */
export function sortGroups(
  groups: readonly RehearsedGroup[],
  key: ColumnKey,
  descending: boolean,
  place: (group: RehearsedGroup) => number,
): RehearsedGroup[] {
  const column = columns.find((candidate) => candidate.key === key);
  const of = (group: RehearsedGroup) => (key === 'arrived' ? group.after.arrived : column ? (column.of(group.after) ?? -1) : place(group));
  return groups.toSorted((a, b) => (descending ? of(b) - of(a) : of(a) - of(b)) || place(a) - place(b));
}
