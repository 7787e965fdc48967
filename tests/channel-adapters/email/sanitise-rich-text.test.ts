import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseRichText } from '../../../channel-adapters/email/sanitise-rich-text.ts';

/** What agents set, on its way to customers. */
const text = (html: string) => sanitiseRichText(html).text;

describe('a message that was set', () => {
  it('reads as plain text line by line as it looked in the editor', () => {
    const html =
      '<p>Dear <b>Ada</b>,</p><p></p><p>today:</p><ul><li><p>one</p></li><li><p>二</p></li></ul><ol><li><p>a</p></li></ol><blockquote><p>q</p></blockquote><p>end</p>';
    expect(text(html)).toBe('Dear Ada,\n\ntoday:\n * one\n * 二\n 1. a\n> q\nend');
  });

  it('keeps the address of a link, once', () => {
    expect(text('<p><a href="https://a.b/?x=1&amp;y=2">here</a> <a href="https://a.b">https://a.b</a></p>')).toBe(
      'here <https://a.b/?x=1&y=2> https://a.b',
    );
  });

  it('shows only pictures that travel along', () => {
    const id = '01a202be-3661-71cb-a61d-090d1f59da94';
    const own = ['cid:', '/api/uploads/', 'https://desk.example/api/uploads/'].map((where) => `<img src="${where}${id}" onload="x">`);
    expect(sanitiseRichText(own.join('')).html).toBe(`<img src="cid:${id}" />`.repeat(3));
    const foreign = ['https://spy.example/a.gif', 'data:image/png;base64,AA', 'cid:other@x', '//x/y', `/api/uploads/${id}/../../x`];
    expect(sanitiseRichText(foreign.map((src) => `<img src="${src}">`).join('')).html).toBe('');
  });

  it('is the same however often it is made safe', () => {
    const once = sanitiseRichText('<p>a <b>b</b></p><p></p><ul><li><p>c</p></li></ul><blockquote><p>d</p></blockquote>');
    expect(sanitiseRichText(once.html)).toEqual(once);
  });

  it('never holds a tag or attribute beyond the few, whatever it was made of', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<script>',
      '<img src=x onerror=1>',
      '<a href="javascript:1">',
      '<style>',
      '<svg/onload=1>',
      '&lt;',
      '"',
      "'",
      '<',
      '漏',
      '<b',
      ' style="x:expression(1)"',
      '<!--',
      ']]>',
      '<math>',
      '<noscript>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const once = sanitiseRichText(pieces.join(''));
        expect(once.html).not.toMatch(/<(script|style|svg|math|noscript|iframe|form|input|object)|<[^>]*\son\w+=|javascript:/i);
        for (const [, attribute] of once.html.matchAll(/<[^>]*\sstyle="([^"]*)"/g)) expect(attribute).toBe('margin:0');
      }),
    );
  });
});
