import { describe, expect, it } from 'vitest';
import * as format from '../../../agent-console/language/format.ts';

const now = new Date(2026, 2, 1, 12, 0).getTime();
const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).toISOString();

describe('money', () => {
  it('is shown in the currency’s own minor unit and the reader’s form', () => {
    expect(format.money(1_234_500, 'CNY', 'zh-CN')).toBe('¥12,345');
    expect(format.money(1_234_567, 'CNY', 'zh-CN')).toBe('¥12,345.67');
    expect(format.money(5_000, 'JPY', 'en')).toBe('¥5,000');
    expect(format.money(-250, 'GBP', 'en')).toBe('-£2.50');
  });
});

describe('times', () => {
  it('are named by the reader’s calendar day', () => {
    expect(format.day(at(2026, 2, 1, 0, 1), now, 'en')).toBe('Today');
    expect(format.day(at(2026, 1, 28, 23, 59), now, 'en')).toBe('Yesterday');
    expect(format.day(at(2026, 1, 28, 23, 59), now, 'zh-CN')).toBe('昨天');
    expect(format.day(at(2026, 1, 20), now, 'en')).toBe('Fri, Feb 20');
    expect(format.day(at(2024, 11, 31), now, 'en')).toBe('Tue, Dec 31, 2024');
  });

  it('are told as ago, never as in the future', () => {
    expect(format.ago(new Date(now - 90_000).toISOString(), now, 'en')).toBe('1 min. ago');
    expect(format.ago(new Date(now - 7_200_000).toISOString(), now, 'zh-CN')).toBe('2小时前');
    expect(format.ago(new Date(now + 5_000).toISOString(), now, 'en')).toBe('now');
  });

  it('are cut down to one number and one unit', () => {
    expect([0, 59.9, 60, 3_599, 3_600, 86_399, 86_400, -75].map(format.shortDuration)).toEqual([
      { unit: 's', amount: 0 },
      { unit: 's', amount: 59 },
      { unit: 'm', amount: 1 },
      { unit: 'm', amount: 59 },
      { unit: 'h', amount: 1 },
      { unit: 'h', amount: 23 },
      { unit: 'd', amount: 1 },
      { unit: 'm', amount: 1 },
    ]);
  });

  it('begin a day with 00, in English as well', () => {
    expect(format.time(at(2026, 2, 1, 0, 5), 'en')).toBe('00:05');
    expect(format.weekTime(at(2026, 2, 3, 0, 5), now, 'en')).toBe('Tue 00:05');
    expect(format.moment(at(2026, 2, 1, 13, 5), 'en')).toContain('13:05:00');
  });

  it('name the year of a day only where it is another one', () => {
    expect([at(2026, 0, 7), at(2025, 0, 7)].map((then) => format.shortDate(then, now, 'en'))).toEqual(['Jan 7', 'Jan 7, 2025']);
    expect(format.shortDate(at(2026, 0, 7), now, 'zh-CN')).toBe('1月7日');
  });

  it('run as a timer', () => {
    expect([-1, 7, 754, 3_723].map(format.timer)).toEqual(['0:00', '0:07', '12:34', '1:02:03']);
  });
});

describe('lists', () => {
  it('are parted as the reader parts them', () => {
    expect(format.list(['Phone', 'SMS'], 'en')).toBe('Phone, SMS');
    expect(format.list(['电话', '短信'], 'zh-CN')).toBe('电话、短信');
  });
});

describe('sizes', () => {
  it('are shown in the unit that fits', () => {
    expect([format.bytes(480, 'en'), format.bytes(12_345, 'en'), format.bytes(2_560_000, 'en')]).toEqual(['480B', '12 kB', '2.6 MB']);
  });
});
