import { describe, expect, it } from 'vitest';
import { snoozeTimes } from '../../../agent-console/ticket/snooze-times.ts';

const offered = (year: number, month: number, day: number, hour: number, minute = 0) =>
  snoozeTimes(new Date(year, month - 1, day, hour, minute).getTime()).map(({ key, at }) => [
    key,
    at.getDate(),
    at.getHours(),
    at.getMinutes(),
  ]);

describe('times to put something aside until', () => {
  it('are later today, tomorrow and Monday morning', () => {
    expect(offered(2026, 3, 4, 9, 20)).toEqual([
      ['laterToday', 4, 12, 0],
      ['tomorrow', 5, 9, 0],
      ['nextWeek', 9, 9, 0],
    ]);
  });

  it('end with the working day, and late in the evening begin tomorrow', () => {
    expect(offered(2026, 3, 4, 15, 10)[0]).toEqual(['laterToday', 4, 17, 0]);
    expect(offered(2026, 3, 4, 22, 30).map(([key]) => key)).toEqual(['tomorrow', 'nextWeek']);
  });

  it('name Monday once on a Sunday, and are always ahead', () => {
    expect(offered(2026, 3, 8, 10).map(([key]) => key)).toEqual(['laterToday', 'tomorrow']);
    for (let hour = 0; hour < 24 * 14; hour++) {
      const now = new Date(2026, 2, 1, hour, 40).getTime();
      for (const { at } of snoozeTimes(now)) expect(at.getTime()).toBeGreaterThan(now);
    }
  });
});
