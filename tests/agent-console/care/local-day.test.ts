import { describe, expect, it } from 'vitest';
import { dayAfter, dayOf, instantOfDay, startOfDay } from '../../../agent-console/care/local-day.ts';
import { minorOf, writtenOf } from '../../../agent-console/care/written-money.ts';

const now = new Date(2026, 1, 28, 15, 30).getTime();

describe('days of the reader’s calendar', () => {
  it('go on over the end of a month', () => {
    expect([dayAfter(now, 0), dayAfter(now, 1), dayAfter(now, 30)]).toEqual(['2026-02-28', '2026-03-01', '2026-03-30']);
    expect(dayOf(startOfDay(now))).toBe('2026-02-28');
  });

  it('are due in the morning, and today at once when the morning is over', () => {
    expect(new Date(instantOfDay('2026-03-01', now)).getHours()).toBe(9);
    expect(Date.parse(instantOfDay('2026-02-28', now))).toBe(now);
    expect(new Date(instantOfDay('2026-02-28', new Date(2026, 1, 28, 6).getTime())).getHours()).toBe(9);
  });
});

describe('money as people write it', () => {
  it.each([
    ['12,500.50', 'CNY', 1_250_050],
    ['１２３', 'CNY', 12_300],
    ['1 000', 'JPY', 1000],
    ['0.1', 'EUR', 10],
    ['', 'EUR', null],
    ['twelve', 'EUR', null],
    ['1.2.3', 'EUR', null],
  ])('%s %s', (written, currency, minor) => {
    expect(minorOf(written, currency)).toBe(minor);
    if (minor !== null) expect(minorOf(writtenOf(minor, currency), currency)).toBe(minor);
  });
});
