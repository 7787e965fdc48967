import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmailAdapter } from '../../../channel-adapters/email/email-adapter.ts';
import { support } from './post-mail.ts';
import { fixtureNames, readFixture, understand } from './read-fixture.ts';

const adapter = createEmailAdapter({});
const parse = async (content: Buffer | string) => {
  if (!adapter.parse) throw new Error('the email adapter parses');
  return adapter.parse({ content: Buffer.from(content), inbox: support });
};

describe('a mail', () => {
  it('has the key its sender gave it, else that of its source', async () => {
    expect((await understand(readFixture('references-forged'))).externalId).toBe('forged@example.net');
    expect((await understand(readFixture('message-id-without-brackets'))).externalId).toBe('4711.bare@example.org');
    for (const name of ['missing-message-id', 'invalid-message-id']) {
      const source = readFixture(name);
      expect((await understand(source)).externalId).toBe(`sha256:${createHash('sha256').update(source).digest('hex')}`);
    }
  });

  it('is from its real sender; where answers go is kept apart', async () => {
    const { from, mail } = await understand(readFixture('reply-to-differs'));
    expect(from).toEqual({ kind: 'email', value: 'noreply@shop.example.com', name: 'Web Form' });
    expect(mail.replyTo).toBe('ann.lee@example.org');
    expect((await understand(readFixture('written-by-a-person'))).mail).not.toHaveProperty('replyTo');
    expect((await understand(readFixture('sender-stands-in-for-from'))).from.value).toBe('scanner@example.org');
  });

  it('cannot pass for another sender by letters that look alike or run backwards', async () => {
    const { from, mail } = await understand(readFixture('rtl-homoglyph-from'));
    expect(from.value).toBe('billing@xn--xample-2of.com');
    expect(from.name).toBe('Supportgro.elpmaxe@ecnanif Team');
    expect(mail.subject).toBe('paynow');
  });

  it('names everyone it went to, groups and plus-addresses too', async () => {
    const { mail } = await understand(readFixture('plus-address-in-cc'));
    expect(mail.to).toEqual(['friend@example.org']);
    expect(mail.cc).toEqual(['support+t1042@example.com', 'x@example.org', 'y@example.org']);
  });

  it('refers to earlier mails, the one replied to first, each once and only what is an id', async () => {
    const { mail } = await understand(readFixture('references-forged'));
    expect(mail.references).toEqual(['answer-2@touchline.example.com', 'other@example.org', 'first-1@touchline.example.com']);
    expect((await understand(readFixture('foxmail-reply-zh'))).mail.references).toEqual([
      'answer-4@touchline.example.com',
      'ask-1@example.cn',
    ]);
  });

  it('says when it was written, or nothing', async () => {
    expect((await understand(readFixture('outlook-reply-zh'))).sentAt).toEqual(new Date('2026-11-20T08:02:11Z'));
    expect(await understand(readFixture('invalid-message-id'))).not.toHaveProperty('sentAt');
  });

  it('is read from an archive, too', async () => {
    expect(await understand(readFixture('mbox-from-line'))).toMatchObject({ externalId: 'mbox@example.cn', text: 'hello' });
  });
});

describe('the text of a mail', () => {
  it('is what a reader of its HTML would see when there is nothing else', async () => {
    const { text, mail } = await understand(readFixture('html-only'));
    expect(text).toBe(
      'Dear team,\n\nthe lamp is broken.\nSee my order <https://shop.example.org/order/1>.\n\nItem Price\nLamp ¥199\n\n * one\n * two',
    );
    expect(mail.html).toContain('<b>broken</b>');
    expect((await understand(readFixture('empty-plain-alternative'))).text).toBe('Only here is the text.');
  });

  it('is the plain form when both are there', async () => {
    const { text, mail } = await understand(readFixture('inline-image'));
    expect(text).toBe('See: [image: broken.png]');
    expect(mail.html).toContain('src="cid:ii_broken@example.org"');
  });

  it('is put together from its pieces', async () => {
    expect((await understand(readFixture('apple-mail-pieces'))).text).toBe('First the label:\nand then my question: is it the right one?');
    const footer = await understand(readFixture('footer-after-html'));
    expect(footer.text).toBe('My washing machine leaks.\nThis mail was scanned.');
    expect(footer.mail.html).toMatch(/leaks.*scanned/s);
  });

  it('holds no control characters, and its HTML neither', async () => {
    const { text, mail } = await understand(readFixture('nul-in-body'));
    expect(text).toBe('beforeafter[31m red');
    expect(mail.subject).toBe('nul in subject');
    const html = 'From: a@example.org\r\nContent-Type: text/html\r\n\r\n<p>a\u0000b&#0;&#xD800;c</p>';
    expect((await understand(html)).mail.html).not.toContain('\u0000');
    expect((await understand(html)).text).toMatch(/^ab\ufffd*c$/);
  });

  it('is shortened when no one would read it, and comes along whole as a file', async () => {
    const long = '长'.repeat(250_000);
    const { text, files } = await understand(`From: a@example.org\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${long}`);
    expect(text).toHaveLength(200_002);
    expect(files).toMatchObject([{ name: 'message.txt' }]);
    expect(files[0]?.content.toString()).toBe(long);
  });
});

/** Names of the files in order. */
const files: Record<string, readonly string[]> = {
  'chinese-attachment-names': ['对账单.xlsx', '彩购单.pdf', '合同（盖章）.pdf', 'gpj.exe_nasty_.txt', '照片.jpg'],
  'inline-image': ['broken.png'],
  'nested-rfc822': ['message.eml'],
  'winmail-dat': ['winmail.dat'],
  'calendar-invite': ['invite.ics'],
  'bounce-dsn': ['delivery-status.txt', 'message.eml'],
  'attachment-only': ['scan.png'],
  'broken-mime-boundary': ['note.txt'],
  'truncated-multipart': ['half.pdf'],
};

describe('the files of a mail', () => {
  it.each(Object.entries(files))('come along under safe names: %s', async (name, names) => {
    expect((await understand(readFixture(name))).files.map((file) => file.name)).toEqual(names);
  });

  it('are what was sent, byte for byte', async () => {
    const { files: sent } = await understand(readFixture('inline-image'));
    expect(sent).toMatchObject([{ contentType: 'image/png', contentId: 'ii_broken@example.org' }]);
    expect(sent[0]?.content.subarray(0, 4)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    expect((await understand(readFixture('nested-rfc822'))).files[0]?.content.toString()).toMatch(/^From: Other.*%PDF-\r\n--inner--$/s);
  });
});

describe('a broken mail', () => {
  it.each([
    ['no-from', 'mail_without_sender'],
    ['from-without-address', 'mail_without_sender'],
  ])('is refused by name: %s', async (name, reason) => {
    expect(await parse(readFixture(name))).toMatchObject({ ok: false, reason });
  });

  it('is refused when it is empty, too large, too deep or of too many parts', async () => {
    expect(await parse('')).toMatchObject({ ok: false, reason: 'mail_empty' });
    expect(await parse(Buffer.alloc(31 * 1024 * 1024, 'a'))).toMatchObject({ ok: false, reason: 'mail_too_large' });
    const nest = (level: number): string =>
      `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n${level ? nest(level - 1) : '\r\nend'}\r\n--b${level}--`;
    expect(await parse(`From: a@example.org\r\n${nest(30)}`)).toMatchObject({ ok: false, reason: 'mail_too_complex' });
    const many = `From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(5000)}--b--`;
    expect(await parse(many)).toMatchObject({ ok: false, reason: 'mail_too_complex' });
  });

  it('gives what can be saved of it', async () => {
    expect((await understand(readFixture('broken-mime-boundary'))).text).toBe('The gateway rewrote my boundary.');
    expect((await understand(readFixture('no-boundary-at-all'))).text).toBe('I was never split.');
    expect((await understand(readFixture('truncated-multipart'))).text).toBe('The connection broke');
  });

  it('never does harm: any bytes are understood or refused by name', async () => {
    const bytes = fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array));
    const piece = fc.constantFrom(
      'From: a@b.c\r\n',
      '\r\n',
      '--b\r\n',
      'Content-Type: multipart/mixed; boundary=b\r\n',
      'Content-Type: text/html\r\n',
      '=?gbk?B?',
      '?=',
      '<',
      '>',
      '\u0000',
    );
    const patchwork = fc
      .array(
        fc.oneof(
          piece.map((text) => Buffer.from(text)),
          bytes,
        ),
        { maxLength: 12 },
      )
      .map((pieces) => Buffer.concat(pieces));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, patchwork), async (source) => {
        const parsed = await parse(source);
        if (!parsed.ok) expect(parsed.reason).toMatch(/^(mail_empty|mail_without_sender|mail_too_large|mail_too_complex|unparsable_mail)$/);
        else expect(JSON.stringify(parsed.message)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
      { numRuns: 300 },
    );
  });

  it('never does harm: a real mail may be cut off or damaged anywhere', async () => {
    const sources = fixtureNames.map(readFixture);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sources),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 255 }),
        async (source, where, byte) => {
          const at = Math.floor(where * source.length);
          const damaged = Buffer.from(source);
          if (at < damaged.length) damaged[at] = byte;
          for (const mail of [source.subarray(0, at), damaged]) expect(typeof (await parse(mail)).ok).toBe('boolean');
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['nested tags', `Content-Type: text/html\r\n\r\n${'<ul><li><div>'.repeat(150_000)}`],
    ['an endless header', `Subject: ${'=?utf-8?Q?a?= '.repeat(15_000)}\r\n\r\nx`],
    ['endless recipients', `To: ${'a@b.c, '.repeat(30_000)}\r\n\r\nx`],
    ['nested comments', `To: ${'('.repeat(100_000)}\r\n\r\nx`],
    ['flowed lines', `Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n${'a \r\n'.repeat(500_000)}`],
    ['soft line breaks', `Content-Transfer-Encoding: quoted-printable\r\n\r\n${'=\r\n'.repeat(500_000)}`],
    ['spaces', `Content-Type: text/plain\r\n\r\n${' '.repeat(2_000_000)}x`],
  ])('keeps nobody waiting: %s', async (_what, rest) => {
    const begun = performance.now();
    await parse(`From: a@example.org\r\n${rest}`);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
