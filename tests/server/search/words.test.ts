import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSnippet } from '../../../server/search/cut-snippet.ts';
import { fits, readQuestion, tsqueryOf } from '../../../server/search/read-question.ts';
import { wordsOfText } from '../../../server/search/words-of-text.ts';

const found = (search: string, text: string): boolean => {
  const words = wordsOfText(text);
  return readQuestion(search).every((term) => words.some((word) => fits(term, word)));
};
const marked = (text: string, search: string): string =>
  cutSnippet(text, readQuestion(search))
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join('');

describe('a text is found', () => {
  it.each([
    ['in any case', 'BOILER', 'My boiler leaks', true],
    ['by the beginning of a word', 'boil', 'My boiler leaks', true],
    ['not by the end of one', 'oiler', 'My boiler leaks', false],
    ['by a short word only whole', 'E4', 'The code is e4.', true],
    ['and not by its beginning', 'E4', 'The code is e45.', false],
    ['without accents', 'cafe', 'Le café est fermé', true],
    ['with accents where there are none', 'café', 'the cafe', true],
    ['by a Chinese word', '漏水', '空调昨天开始漏水了', true],
    ['by one Chinese character', '水', '空调昨天开始漏水了', true],
    ['by the last one', '了', '空调昨天开始漏水了', true],
    ['by a longer run', '开始漏水', '空调昨天开始漏水了', true],
    ['not by characters that are apart', '空漏', '空调昨天开始漏水了', false],
    ['by both languages mixed', '空调 e4', '空调显示E4', true],
    ['by what stands side by side', '显示e4', '空调显示E4', true],
    ['by full-width letters and digits', 'Ｅ４', '空调显示E4', true],
    ['by an order’s number in pieces', 'SO-2214', 'order so-2214, please', true],
    ['only when every word is there', 'boiler invoice', 'My boiler leaks', false],
    ['by Japanese', 'エアコン', 'エアコンが壊れました', true],
    ['by Korean', '에어컨', '에어컨이 고장났어요', true],
  ])('%s', (_, search, text, expected) => expect(found(search, text)).toBe(expected));

  it('by any part of its own Chinese text, and by any of its words', () => {
    const chinese = fc.string({ unit: fc.constantFrom(...'空调漏水开始修理师傅上门'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(chinese, fc.nat(11), fc.nat(11), (text, from, length) => {
        const part = text.slice(from % text.length, (from % text.length) + 1 + length);
        return found(part, `你好 ${text} hello`);
      }),
    );
  });

  it('never by something that would be syntax to the database', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (search) => /^('[^'\\]+'(:\*)?( & |$))*$/.test(tsqueryOf(readQuestion(search)))));
    expect(readQuestion(`':* & | ! <-> \\ ()`)).toEqual([]);
  });
});

describe('a snippet', () => {
  it('marks what was asked for, whole words and runs in one piece', () => {
    expect(marked('My boiler is leaking 空调漏水了', 'boil 漏水')).toBe('My [boiler] is leaking 空调[漏水]了');
    expect(marked('漏水，还是漏水', '漏')).toBe('[漏]水，还是[漏]水');
    expect(marked('Le CAFÉ', 'cafe')).toBe('Le [CAFÉ]');
  });

  it('of a long text shows the part where it stands', () => {
    const text = `${'Some other matter. '.repeat(40)}The boiler in the cellar leaks. ${'Thanks. '.repeat(40)}`;
    const snippet = marked(text, 'boiler cellar');
    expect(snippet).toContain('The [boiler] in the [cellar] leaks.');
    expect(snippet).toMatch(/^….*…$/);
    expect(snippet.length).toBeLessThan(190);
  });

  it('keeps the text as it is, and never cuts a character in two', () => {
    const text = fc
      .array(fc.constantFrom('boiler', '漏水', '𠮷野家', '👍🏽', '<b>', ' ', '. '), { maxLength: 120 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('boiler', '漏', '野家', '𠮷'), (whole, search) => {
        const pieces = cutSnippet(whole, readQuestion(search));
        const shown = pieces.map(({ text }) => text).join('');
        expect(shown).not.toMatch(/\p{Cs}/u);
        expect(whole).toContain(shown.replace(/^…|…$/g, ''));
      }),
    );
  });
});
