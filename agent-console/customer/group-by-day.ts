import type { EntryView, TimelineItem } from '../../server/contract/entities.ts';
import { hasSound } from '../conversation/has-sound.ts';

const isStep = (call: EntryView['call']): boolean => call !== null && call.type !== 'ended' && !hasSound(call);

/** Of a call that is over only its end is told, with how long it was, and what was left to be heard; its steps stay in its conversation. */
export function tellCallsOnce(items: readonly TimelineItem[]): TimelineItem[] {
  const over = new Set(
    items.flatMap((item) => (item.type === 'entry' && item.entry.call?.type === 'ended' ? [item.entry.conversationId] : [])),
  );
  return items.filter((item) => !(item.type === 'entry' && isStep(item.entry.call) && over.has(item.entry.conversationId)));
}

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
