import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Client, client, eventually, startTestHub, supportMail, type TestHub } from '../../support/hub.ts';

/** What a mail brings along, and how it may be looked at without it looking back. */
let test: TestHub;
let boss: Client;

beforeAll(async () => {
  test = await startTestHub();
  boss = await client(test, await addPerson(test, { role: 'supervisor' }));
});
afterAll(() => test.stop());

let number = 0;
const png = Buffer.from('89504e470d0a1a0a', 'hex');

/** Send a mail and give its entry. */
async function receive(mail: SendMailOptions) {
  const from = `ada-${++number}@customer.example`;
  await createTransport({ host: '127.0.0.1', port: test.smtpPort, ignoreTLS: true }).sendMail({
    from,
    to: supportMail,
    subject: 'Look',
    text: 'look',
    ...mail,
  });
  return eventually(async () => {
    const task = (await boss.call('queue', { query: { limit: 200 } })).tasks.find(({ customer }) => customer.contact === from);
    const [entry] = (await boss.call('getConversation', { id: task?.conversationId ?? crypto.randomUUID() })).entries;
    if (!entry) throw new Error('not yet');
    return entry;
  });
}

const get = (path: string) => fetch(`${test.url}${path}`, { headers: { authorization: `Bearer ${boss.token}` } });
const page = async (entryId: string, query = '') => {
  const response = await get(`/api/entries/${entryId}/html${query}`);
  return { headers: response.headers, html: await response.text() };
};

const evil = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<iframe src="https://evil.example"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<form action="https://evil.example"><input name=password></form>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<style>@import "https://evil.example/x.css";body{background:url(https://evil.example/x.png)}</style>',
  '<p style="background:url(https://evil.example/y.png)">x</p>',
  '<object data="https://evil.example"></object>',
  '<embed src="https://evil.example">',
  '<math><mtext></table></math><img src=x onerror=alert(1)>',
  '<body onload=alert(1)>',
  '<p onclick="alert(1)">x</p>',
  '<template><script>alert(1)</script></template>',
  '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
];

describe('the original of a mail', () => {
  it('never brings a script, a form, a frame or a style sheet of its own, whatever it tried', async () => {
    const entry = await receive({ html: `<html><body><p>Hello 你好</p>${evil.join('\n')}</body></html>` });
    expect(entry.hasHtml).toBe(true);
    const { html, headers } = await page(entry.id);
    expect(html).toContain('Hello 你好');
    const body = html.slice(html.indexOf('</style>'));
    expect(body).not.toMatch(/<(script|iframe|form|input|meta|base|link|style|object|embed|svg|template|noscript)\b/i);
    expect(body).not.toMatch(/javascript:|@import|url\(/i);
    expect(body.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+\s*=/i);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('asks nobody for pictures until its reader wants them', async () => {
    const entry = await receive({
      html: '<p>x</p><img src="https://shop.example/open.gif?who=ada" alt="Logo"><img src="//shop.example/2.gif">',
    });
    const before = await page(entry.id);
    expect(before.html).not.toMatch(/\ssrc="(https?:)?\/\//);
    expect(before.html).toContain('alt="Logo"');
    const after = await page(entry.id, '?images=1');
    expect(after.html).toContain(' src="https://shop.example/open.gif?who=ada"');
    expect(after.headers.get('content-security-policy')).toContain('img-src data: https: http:;');
  });

  it('shows the pictures that came along, within the page itself: its frame has no cookie to fetch them with', async () => {
    const entry = await receive({
      html: '<img src="cid:one"><img src="cid:one%40two"><img src="cid:not-there"><img src="cid:page">',
      attachments: [
        { filename: 'a.png', content: png, cid: 'one', contentType: 'image/png' },
        { filename: 'b.png', content: Buffer.from('b'), cid: 'one@two', contentType: 'image/png' },
        { filename: 'page.svg', content: Buffer.from('<svg onload="alert(1)"/>'), cid: 'page', contentType: 'image/svg+xml' },
      ],
    });
    const { html } = await page(entry.id);
    expect([...html.matchAll(/<img src="([^"]*)"/g)].map(([, src]) => src)).toEqual([
      `data:image/png;base64,${png.toString('base64')}`,
      `data:image/png;base64,${Buffer.from('b').toString('base64')}`,
      'cid:not-there',
      'cid:page',
    ]);
  });

  it('that has none is not there', async () => {
    const entry = await receive({ text: 'only text' });
    expect(entry.hasHtml).toBe(false);
    expect((await get(`/api/entries/${entry.id}/html`)).status).toBe(404);
  });
});

describe('a file', () => {
  it('comes back byte for byte, under its own name', async () => {
    const content = Buffer.from([0, 1, 2, 255, 13, 10]);
    const { attachments } = await receive({ attachments: [{ filename: '漏水 (照片).png', content, contentType: 'image/png' }] });
    expect(attachments).toMatchObject([{ name: '漏水 (照片).png', contentType: 'image/png', size: 6 }]);
    const response = await get(`/api/attachments/${attachments[0]?.id}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-disposition')).toBe(`inline; filename*=UTF-8''${encodeURIComponent('漏水 (照片).png')}`);
  });

  it.each([
    ['text/html', 'page.html'],
    ['image/svg+xml', 'drawing.svg'],
    ['application/javascript', 'x.js'],
    ['text/xml', 'x.xml'],
    ['application/x-msdownload', 'x.exe'],
    ['IMAGE/PNG; x=<script>', 'x.png'],
  ])('of type %s is never shown within our own address, only downloaded', async (contentType, filename) => {
    const { attachments } = await receive({ attachments: [{ filename, content: Buffer.from('<script>alert(1)</script>'), contentType }] });
    const { headers, status } = await get(`/api/attachments/${attachments[0]?.id}`);
    expect(status).toBe(200);
    if (!/^image\/png/i.test(contentType)) {
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    }
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
