import type { TimelineItem } from '../../server/contract/entities.ts';

export interface Day {
  readonly at: string;
  readonly items: readonly TimelineItem[];
}

/** Items of one calendar day of the reader together; the order is kept. */
export function groupByDay(items: readonly TimelineItem[]): Day[] {
  const days: { at: string; key: string; items: TimelineItem[] }[] = [];
  for (const item of items) {
    const key = new Date(item.at).toDateString();
    const last = days.at(-1);
    if (last?.key === key) last.items.push(item);
    else days.push({ at: item.at, key, items: [item] });
  }
  return days;
}
