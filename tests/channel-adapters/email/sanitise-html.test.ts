import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseMailHtml } from '../../../channel-adapters/email/sanitise-html.ts';
import { readFixture, understand } from './read-fixture.ts';

const sanitise = (html: string) => sanitiseMailHtml(html).html;

describe('the HTML of a mail, as it is shown', () => {
  it('keeps text, tables and harmless styles', () => {
    const table =
      '<table border="1" cellpadding="4"><tbody><tr><td colspan="2" style="color:#c00;padding:4px 8px">价格 <b>¥199</b></td></tr></tbody></table>';
    expect(sanitise(table)).toBe(table);
    expect(sanitise('<p style="font-family: 微软雅黑, Arial; text-align: center; margin:0 auto">您好 &amp; 谢谢</p>')).toBe(
      '<p style="font-family:微软雅黑, Arial;text-align:center;margin:0 auto">您好 &amp; 谢谢</p>',
    );
    expect(sanitise('<ul><li dir="rtl">שלום</li></ul><font color="red" size="2">x</font>')).toBe(
      '<ul><li dir="rtl">שלום</li></ul><font color="red" size="2">x</font>',
    );
  });

  it('runs nothing and asks for nothing', async () => {
    const { mail } = await understand(readFixture('script-in-html'));
    expect(sanitiseMailHtml(mail.html?.trim() ?? '')).toEqual({ html: '<p>Hello<img /></p><a>click</a>', remoteImages: 0 });
  });

  it.each([
    '<svg><script>alert(1)</script></svg>',
    '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    '<a href="jav\tascript:alert(1)">x</a>',
    '<a href=" data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//evil.example">x</a>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<link rel="stylesheet" href="https://evil.example/a.css">',
    '<style>@import "https://evil.example/a.css"; body{display:none}</style>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="https://evil.example"></object><embed src="https://evil.example">',
    '<video src="https://evil.example"><source src="https://evil.example"></video>',
    '<form action="https://evil.example"><input><button>x</button></form>',
    '<div id="app" class="el-dialog" onmouseover="x()">x</div>',
    '<td background="https://evil.example/a.gif">x</td>',
    '<img src="https://evil.example/a.gif" srcset="https://evil.example/b.gif 2x">',
    '<img data-blocked-src="javascript:alert(1)" src="file:///etc/passwd">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  ])('disarms %s', (html) => {
    const shown = sanitise(html);
    expect(shown).not.toMatch(/<(script|svg|math|style|iframe|object|embed|video|source|form|input|button|base|meta|link|noscript)/i);
    expect(shown.replace(/"[^"]*"/g, '""')).not.toMatch(/\s(on\w+|srcset|background|id|class|srcdoc)=/i);
    expect(shown).not.toMatch(/javascript:|[^-]src="(?!cid:)|file:|href="(?!https?:|mailto:|tel:)/i);
  });

  it.each([
    ['position:fixed;top:0;left:0', ''],
    ['background:url(https://evil.example/a.gif)', ''],
    ['background-image:url(//evil.example)', ''],
    ['background:\\75rl(https://evil.example)', ''],
    ['color:red/**/;width:expression(alert(1))', ''],
    ['margin-left:-9999px', ''],
    ['z-index:9999;transform:scale(99)', ''],
    ['COLOR : Red ; behavior:url(x)', ' style="color:Red"'],
    ['color:red;"onmouseover="x', ' style="color:red"'],
    ['__proto__:x;constructor:y', ''],
  ])('keeps a style only where it cannot reach out: %s', (style, kept) => {
    expect(sanitise(`<p style='${style}'>x</p>`)).toBe(`<p${kept}>x</p>`);
  });

  it('opens links elsewhere, and tells the page nothing', () => {
    expect(sanitise('<a href="https://shop.example.com/?a=1&b=2" target="_top" rel="opener">x</a>')).toBe(
      '<a href="https://shop.example.com/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    );
    expect(sanitise('<a href="mailto:a@example.org">x</a>')).toContain('href="mailto:a@example.org"');
    expect(sanitise('<a href="/api/session" name="app">x</a>')).toBe('<a>x</a>');
  });

  it('holds back pictures from elsewhere until they are asked for, and counts them', () => {
    const { html, remoteImages } = sanitiseMailHtml(
      '<img src="https://track.example.org/open.gif?id=1&x=2" width="1" height="1"><img src="//cdn.example.org/logo.png" alt="Logo"><img src="cid:ii_1@example.org"><img src="data:image/png;base64,iVBORw0=">',
    );
    expect(remoteImages).toBe(2);
    expect(html).toBe(
      '<img width="1" height="1" data-blocked-src="https://track.example.org/open.gif?id=1&amp;x=2" /><img alt="Logo" data-blocked-src="https://cdn.example.org/logo.png" /><img src="cid:ii_1@example.org" /><img src="data:image/png;base64,iVBORw0=" />',
    );
  });

  it('lets nothing else through, however it is patched together', () => {
    const piece = fc.constantFrom(
      '<p style="color:red">',
      '</p>',
      '<a href="',
      'javascript:x',
      '">',
      '<svg>',
      '<img src=x onerror=',
      '<style>',
      '<scr',
      'ipt>',
      '<!--',
      '-->',
      '<b',
      '>',
      '"',
      "'",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 15 }), (pieces) => {
        const shown = sanitise(pieces.join(''));
        expect(
          shown.replace(
            /<\/?(?!script|style|svg)[a-z][a-z0-9]*( (style="color:red"|href="https?:[^"]*"|target="_blank"|rel="noopener noreferrer nofollow"|src="cid:[^"]*"))*( \/)?>/g,
            '',
          ),
        ).not.toMatch(/[<>]/);
      }),
      { numRuns: 500 },
    );
  });

  it('is only text when it is nested to hurt', () => {
    const begun = performance.now();
    expect(sanitise(`${'<div>'.repeat(300_000)}<b>deep</b><img src=x onerror=alert(1)>`)).toBe('<pre> deep </pre>');
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
