import { describe, expect, it } from 'vitest';
import en from '../../../../agent-console/locales/en.json' with { type: 'json' };
import zh from '../../../../agent-console/locales/zh-CN.json' with { type: 'json' };
import { keyFrom, moved } from '../../../../agent-console/pages/settings/moved.ts';
import { searchSettings } from '../../../../agent-console/pages/settings/search-settings.ts';
import { settingsPages } from '../../../../agent-console/pages/settings/settings-pages.ts';

const inLanguage = (language: string) => ({ language, texts: { en, 'zh-CN': zh } });
const found = (words: string) => searchSettings(settingsPages, words, inLanguage('en')).map(({ page }) => page.to);

describe('the search of the settings', () => {
  it('finds a page by its name, before those that only have such a field', () => {
    expect(found('skills')[0]).toBe('/settings/skills');
    expect(found('skills')).toContain('/settings/inboxes');
  });

  it('finds it in the other language, and names the field in the reader’s', () => {
    const [match] = searchSettings(settingsPages, '工作转至', inLanguage('en'));
    expect(match?.page.to).toBe('/settings/queue-list');
    expect(match?.fields).toEqual(['Work goes to']);
    expect(searchSettings(settingsPages, 'work goes', inLanguage('zh-CN'))[0]?.fields).toEqual(['工作转至']);
  });

  it('knows each page once', () => {
    const places = settingsPages.map(({ to }) => to);
    expect(places).toEqual([...new Set(places)]);
  });

  it('wants every word, in any order and case', () => {
    expect(found('PUBLIC opening')).toContain('/settings/calendars');
    expect(found('public nonsense')).toEqual([]);
  });

  it.each(['', '   ', '{count}', '(((', '\u0000'])('finds nothing by %j', (words) => {
    expect(found(words)).toEqual([]);
  });
});

describe('a list in an order', () => {
  it('has one thing a place further up or down', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });
});

describe('a key', () => {
  it('comes from the name where that has letters, and is never taken', () => {
    expect(keyFrom('Café & Bar', [], 'queue')).toBe('cafe_bar');
    expect(keyFrom('账务', [], 'queue')).toBe('queue');
    expect(keyFrom('', ['queue', 'queue_2'], 'queue')).toBe('queue_3');
  });
});
