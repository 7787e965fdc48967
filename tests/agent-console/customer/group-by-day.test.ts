import { describe, expect, it } from 'vitest';
import { groupByDay } from '../../../agent-console/customer/group-by-day.ts';
import type { TimelineItem } from '../../../server/contract/entities.ts';

const order = (id: string, at: Date): TimelineItem => ({
  type: 'order',
  id,
  at: at.toISOString(),
  order: { number: id, currency: 'CNY', amount: 100, status: 'paid', items: [] },
});

describe('a history', () => {
  it('is grouped by the reader’s days and keeps its order', () => {
    const items = [
      order('c', new Date(2026, 2, 1, 0, 5)),
      order('b', new Date(2026, 1, 28, 23, 55)),
      order('a', new Date(2026, 1, 28, 8, 0)),
    ];
    expect(groupByDay(items).map((day) => day.items.map(({ id }) => id))).toEqual([['c'], ['b', 'a']]);
  });

  it('of nobody has no days', () => {
    expect(groupByDay([])).toEqual([]);
  });
});
