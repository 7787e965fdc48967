import type { Density, HistoryKind } from '../../server/contract/history.ts';
import type { MessageKey } from '../language/messages.ts';

/** What the picture of a history tells apart, from the bottom of a column to its top. */
export const historyGroups: readonly { key: string; text: MessageKey; kinds: readonly HistoryKind[] }[] = [
  { key: 'voice', text: 'channel.voice', kinds: ['voice'] },
  { key: 'sms', text: 'channel.sms', kinds: ['sms'] },
  { key: 'email', text: 'channel.email', kinds: ['email'] },
  { key: 'web_chat', text: 'channel.web_chat', kinds: ['web_chat'] },
  { key: 'order', text: 'history.kinds.order', kinds: ['order', 'return'] },
  { key: 'other', text: 'history.kinds.other', kinds: ['note', 'ticket', 'touch', 'rating', 'tier_change', 'page_visit', 'side'] },
];

export interface DensityColumn {
  readonly month: string;
  readonly start: string;
  /** The last instant of the month. */
  readonly end: string;
  readonly count: number;
  readonly parts: readonly { readonly key: string; readonly text: MessageKey; readonly count: number }[];
}

/** A column a month. `now` ends the last one. */
export function columnsOf({ months }: Density, now: number): DensityColumn[] {
  return months.map(({ month, start, counts }, i) => {
    const all = historyGroups.map(({ key, text, kinds }) => ({
      key,
      text,
      count: kinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0),
    }));
    const next = months[i + 1];
    return {
      month,
      start,
      end: new Date(next ? Date.parse(next.start) - 1 : now).toISOString(),
      count: all.reduce((sum, { count }) => sum + count, 0),
      parts: all.filter(({ count }) => count > 0),
    };
  });
}
