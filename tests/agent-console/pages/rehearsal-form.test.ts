import { describe, expect, it } from 'vitest';
import { sortGroups } from '../../../agent-console/pages/rehearsals/group-columns.ts';
import { draftOf, emptyForm, missingIn, readSeconds } from '../../../agent-console/pages/rehearsals/rehearsal-form.ts';
import type { RehearsedGroup, WaitFigures } from '../../../server/contract/rehearsals.ts';

describe('a time as people write it', () => {
  it.each([
    ['90', 90],
    ['20 s', 20],
    ['1.5 min', 90],
    ['1,5 min', 90],
    ['5m', 300],
    ['2 h', 7200],
    ['1 d', 86_400],
    ['30 秒', 30],
    ['5分钟', 300],
    ['8 小时', 28_800],
    ['0', null],
    ['-5', null],
    ['soon', null],
    ['', null],
  ])('%s', (text, seconds) => expect(readSeconds(text)).toBe(seconds));
});

describe('what the form asks the hub for', () => {
  it('is the last week as it was, at first', () => {
    expect(draftOf(emptyForm())).toEqual({ period: { last: 'week' }, agents: {} });
  });

  it('is what was changed, and nothing that was put back', () => {
    const form = { ...emptyForm(), what: 'day' as const, name: 'Two more', policy: 'promise' as const };
    expect(draftOf({ ...form, promises: { gold: { voice: 60 } }, agents: { a: 2, b: 0 } })).toEqual({
      name: 'Two more',
      period: { last: 'day' },
      policy: { preset: 'promise', promises: { gold: { voice: 60 } } },
      agents: { a: 2 },
    });
    expect(draftOf({ ...form, policy: 'version', version: 3 })).toMatchObject({ policy: { version: 3 } });
  });

  it('waits for a file or for a time that ends after it begins', () => {
    expect(missingIn({ ...emptyForm(), what: 'csv' })).toBe('csv');
    expect(missingIn({ ...emptyForm(), what: 'csv', csv: { name: 'day.csv', text: 'x' } })).toBeNull();
    expect(missingIn({ ...emptyForm(), what: 'between', from: '2026-01-02T00:00', to: '2026-01-01T00:00' })).toBe('period');
    expect(missingIn({ ...emptyForm(), what: 'between', from: '2026-01-01T00:00', to: '2026-01-02T00:00' })).toBeNull();
  });
});

describe('the table of groups', () => {
  const figures = (meanWait: number | null): WaitFigures => ({
    arrived: 1,
    answered: 1,
    abandoned: 0,
    waiting: 0,
    meanWait,
    p50Wait: null,
    p90Wait: null,
    p99Wait: null,
    maxWait: null,
    withinPromise: null,
    overtaken: null,
  });
  const group = (tier: string, meanWait: number | null): RehearsedGroup => ({
    queueId: 'q',
    tier,
    channel: 'voice',
    promiseSeconds: { before: 1, after: 1 },
    recorded: null,
    before: figures(null),
    after: figures(meanWait),
    histogram: { width: 1, before: [], after: [] },
  });
  const groups = [group('a', 5), group('b', null), group('c', 9)];
  const place = ({ tier }: RehearsedGroup) => tier.charCodeAt(0);
  const sorted = (key: 'mean' | 'who', descending: boolean) => sortGroups(groups, key, descending, place).map(({ tier }) => tier);

  it('is sorted by a figure, nobody answered last, or in its own order', () => {
    expect(sorted('mean', true)).toEqual(['c', 'a', 'b']);
    expect(sorted('mean', false)).toEqual(['b', 'a', 'c']);
    expect(sorted('who', false)).toEqual(['a', 'b', 'c']);
  });
});
