import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, partsOf } from '../../../../agent-console/pages/settings/duration.ts';
import { sameContent } from '../../../../agent-console/pages/settings/same-content.ts';

describe('a duration', () => {
  it.each([
    ['20', 20],
    ['20 s', 20],
    ['20秒', 20],
    ['1 min 30 s', 90],
    ['1m30s', 90],
    ['1:30', 90],
    ['1：30', 90],
    ['5 分', 300],
    ['5 分钟', 300],
    ['8h', 28_800],
    ['8 Hours', 28_800],
    ['1.5 h', 5400],
    ['1,5 小时', 5400],
    ['2 天 3 小时', 183_600],
    ['1 d', 86_400],
    ['-3', -3],
    ['0 s', 0],
  ])('may be written %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', 'soon', '8 moons', 'h', '1:75', '5 min soon', '--5', '1e9', 'NaN', 'Infinity', '5 / 2'])('is not %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('is read again as it was shown, in either language', () => {
    const units = { en: { d: 'd', h: 'h', m: 'min', s: 's' }, zh: { d: '天', h: '小时', m: '分', s: '秒' } };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 * 86_400 }), fc.constantFrom('en' as const, 'zh' as const), (seconds, language) => {
        const text = partsOf(seconds)
          .map(({ unit, amount }) => `${amount} ${units[language][unit]}`)
          .join(' ');
        expect(parseDuration(text)).toBe(seconds);
      }),
    );
  });

  it('is shown without what says nothing', () => {
    expect(partsOf(86_400)).toEqual([{ unit: 'd', amount: 1 }]);
    expect(partsOf(3660)).toEqual([
      { unit: 'h', amount: 1 },
      { unit: 'm', amount: 1 },
    ]);
    expect(partsOf(0)).toEqual([{ unit: 's', amount: 0 }]);
  });
});

describe('two drafts', () => {
  it('are the same whatever the order of their keys, and differ by any value', () => {
    expect(sameContent({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 })).toBe(true);
    expect(sameContent({ a: Number.NaN }, { a: Number.NaN })).toBe(true);
    expect(sameContent({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(sameContent({ a: 1 }, { a: 1, b: undefined })).toBe(false);
    expect(sameContent({ a: null }, { a: {} })).toBe(false);
  });
});
