import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryError, OutboundMail, OutboundMessage } from '../../../channel-adapters/channel-adapter.ts';
import { createEmailAdapter } from '../../../channel-adapters/email/email-adapter.ts';
import { support } from './post-mail.ts';
import { credentials, openSmtpCarrier, type ReceivedMail, type SmtpCarrier } from './smtp-carrier.ts';

let carrier: SmtpCarrier;
beforeAll(async () => {
  carrier = await openSmtpCarrier();
});
afterAll(() => carrier.close());
beforeEach(() => {
  carrier.received.length = 0;
  carrier.answerRecipients(() => undefined);
  carrier.answerMail(undefined);
});

const to = 'zhang@example.cn';
type Change = Partial<Omit<OutboundMessage, 'mail'>> & { mail?: Partial<OutboundMail> };

async function send({ mail, ...change }: Change = {}, smtpUrl = carrier.url) {
  const adapter = createEmailAdapter({ smtpUrl, fromNames: { [support.address]: 'Example 客服' } });
  const id = crypto.randomUUID();
  const header = { messageId: `${id}@touchline.example.com`, subject: 'Re: 订单', references: [], cc: [], ...mail };
  const sent = await adapter.send?.({
    id,
    inbox: support,
    to,
    text: '您好',
    files: [],
    at: new Date('2026-11-20T07:15:00Z'),
    ...change,
    mail: header,
  });
  return { messageId: header.messageId, sent };
}

/** The one mail that reached the carrier. */
function received(): ReceivedMail {
  const [mail, ...others] = carrier.received;
  if (!mail || others.length > 0) throw new Error(`${carrier.received.length} mails arrived`);
  return mail;
}

const refusal = async (attempt: Promise<unknown>) =>
  attempt.then(
    () => expect.fail('it was taken'),
    (error: DeliveryError) => ({ code: error.code, permanent: error.permanent }),
  );

describe('a mail that goes out', () => {
  it('comes from the inbox, under the Message-ID it was given', async () => {
    const { sent, messageId } = await send();
    expect(sent).toEqual({ externalId: messageId, status: 'sent' });
    const { mail, recipients, source } = received();
    expect(recipients).toEqual([to]);
    expect(mail).toMatchObject({ messageId: `<${messageId}>`, subject: 'Re: 订单', text: '您好', date: new Date('2026-11-20T07:15:00Z') });
    expect(mail.from?.value).toEqual([{ address: support.address, name: 'Example 客服' }]);
    expect(source).toMatch(/^Auto-Submitted: no\r$/m);
  });

  it('continues the thread, oldest first, whichever way round it was given', async () => {
    const thread = { inReplyTo: 'c@x', references: ['c@x', 'b@x', 'a@x'] };
    await send({ mail: thread });
    await send({ mail: { ...thread, references: ['a@x', 'b@x', 'c@x'] } });
    await send({ mail: { inReplyTo: 'c@x', references: [] } });
    expect(carrier.received.map(({ mail }) => [mail.inReplyTo, [mail.references].flat()])).toEqual([
      ['<c@x>', ['<a@x>', '<b@x>', '<c@x>']],
      ['<c@x>', ['<a@x>', '<b@x>', '<c@x>']],
      ['<c@x>', ['<c@x>']],
    ]);
  });

  it('goes out although an earlier mail had an id against all rules', async () => {
    await send({ mail: { inReplyTo: '订单\u00ad@x', references: ['a@x', '订单\u00ad@x'] } });
    expect([received().mail.references].flat()).toEqual(['<a@x>']);
    expect(received().mail.inReplyTo).toBeUndefined();
  });

  it('goes to the recipients named and to nobody else', async () => {
    await send({ mail: { cc: ['lina@example.cn', to, 'not an address', 'a@b.c\r\nBcc: spy@example.net'] } });
    expect(received().recipients).toEqual([to, 'lina@example.cn']);
    expect(received().source).not.toMatch(/^bcc:/im);
  });

  it('reads the same as text and as HTML: escaped, lines and spaces kept, links live', async () => {
    await send({ text: 'a < b && "c"\n\n  • two  spaces\n详情见https://shop.example.com/o?id=1&x=2，谢谢\n<script>alert(1)</script>' });
    const { mail } = received();
    expect(mail.text).toBe('a < b && "c"\n\n  • two  spaces\n详情见https://shop.example.com/o?id=1&x=2，谢谢\n<script>alert(1)</script>');
    expect(mail.html).toContain('a &lt; b &amp;&amp; &quot;c&quot;<br>\n<br>\n&nbsp; • two&nbsp; spaces<br>');
    expect(mail.html).toContain(
      '详情见<a href="https://shop.example.com/o?id=1&amp;x=2">https://shop.example.com/o?id=1&amp;x=2</a>，谢谢',
    );
    expect(mail.html).not.toContain('<script>');
  });

  it('carries files with Chinese names', async () => {
    const content = Buffer.from([0, 255, 10, 13, 46, 13, 10]);
    await send({
      files: [
        { name: '../发票（二）.pdf', contentType: 'application/pdf', content },
        { name: '', contentType: 'x\r\nEvil: 1', content },
      ],
    });
    expect(received().mail.attachments).toMatchObject([
      { filename: '发票（二）.pdf', contentType: 'application/pdf', content },
      { filename: 'attachment.bin', contentType: 'application/octet-stream', content },
    ]);
  });

  it('cannot be given headers by a subject, a name or a file name', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.string(), fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\u0085', '\0'), fc.string())
        .map(([a, end, b]) => `${a}${end}X-Evil: yes${end}${b}`),
    );
    const usual = [
      'Auto-Submitted',
      'From',
      'To',
      'Subject',
      'Message-ID',
      'Date',
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
    ];
    await fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, async (subject, name, text) => {
        carrier.received.length = 0;
        const adapter = createEmailAdapter({ smtpUrl: carrier.url, fromNames: { [support.address]: name } });
        const mail = { messageId: 'm@touchline.example.com', subject, references: [], cc: [] };
        await adapter.send?.({ id: 'm', inbox: support, to, text, files: [], at: new Date(), mail });
        const { source, recipients } = received();
        expect(recipients).toEqual([to]);
        expect(usual).toEqual(expect.arrayContaining(headerNames(source)));
        expect(new Set(headerNames(source)).size).toBe(headerNames(source).length);
        expect((await simpleParser(source)).from?.value.map(({ address }) => address)).toEqual([support.address]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a mail that cannot go out', () => {
  it.each([
    ['an unknown recipient', { code: 550, text: '5.1.1 No such user' }, { code: 'smtp_550', permanent: true }],
    ['a full mailbox', { code: 452, text: '4.2.2 Mailbox full' }, { code: 'smtp_452', permanent: false }],
    ['greylisting', { code: 450, text: '4.7.1 Come back later' }, { code: 'smtp_450', permanent: false }],
  ])('is refused at the recipient: %s', async (_what, answer, expected) => {
    carrier.answerRecipients(() => answer);
    expect(await refusal(send())).toEqual(expected);
  });

  it('is refused by its content', async () => {
    carrier.answerMail({ code: 554, text: '5.7.1 Spam' });
    expect(await refusal(send())).toEqual({ code: 'smtp_554', permanent: true });
    carrier.answerMail({ code: 451, text: '4.3.0 Disk full' });
    expect(await refusal(send())).toEqual({ code: 'smtp_451', permanent: false });
  });

  it('counts as not sent when only the copy was taken', async () => {
    carrier.answerRecipients((address) => (address === to ? { code: 550, text: '5.1.1 No such user' } : undefined));
    expect(await refusal(send({ mail: { cc: ['lina@example.cn'] } }))).toEqual({ code: 'smtp_550', permanent: true });
  });

  it('waits for us to mend our password, and does not show it', async () => {
    const wrong = carrier.url.replace(encodeURIComponent(credentials.password), 'an-old-password');
    const error = await send({}, wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'smtp_sign_in_failed', permanent: false });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/an-old-password|YW4tb2xk/);
  });

  it('waits while the server is away', async () => {
    expect(await refusal(send({}, 'smtp://127.0.0.1:1'))).toEqual({ code: 'smtp_unreachable', permanent: false });
  });

  it.each([
    ['no address', { to: 'nobody' }, 'invalid_recipient'],
    ['two addresses', { to: 'a@example.org, b@example.org' }, 'invalid_recipient'],
    ['a header in the address', { to: 'a@example.org\r\nBcc: b@example.org' }, 'invalid_recipient'],
    ['a header in the Message-ID', { mail: { messageId: 'x>\r\nBcc: b@example.org' } }, 'invalid_message_id'],
  ])('never leaves: %s', async (_what, change, code) => {
    expect(await refusal(send(change))).toEqual({ code, permanent: true });
    expect(carrier.received).toEqual([]);
  });
});

it('sends nothing without a server to send through', () => {
  expect(createEmailAdapter({}).send).toBeUndefined();
});

function headerNames(source: string): string[] {
  const head = source.slice(0, source.indexOf('\r\n\r\n'));
  return head
    .split('\r\n')
    .filter((line) => /^\S/.test(line))
    .map((line) => line.slice(0, line.indexOf(':')));
}
