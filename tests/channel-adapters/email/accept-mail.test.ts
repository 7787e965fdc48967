import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmailAdapter } from '../../../channel-adapters/email/email-adapter.ts';
import { sourceKey } from '../../../channel-adapters/email/parse-mail.ts';
import { postMail, sales, support, writeMail } from './post-mail.ts';
import { openPostbox, type Postbox } from './postbox.ts';

const maxMailBytes = 200_000;
let port = 0;
let postbox: Postbox;
let stop: (() => Promise<void>) | undefined;

beforeAll(async () => {
  const delegate: Postbox = openPostbox();
  postbox = delegate;
  const onListening = (chosen: number) => {
    port = chosen;
  };
  const adapter = createEmailAdapter({ maxMailBytes, smtpListener: { port: 0, onListening } });
  stop = await adapter.listen?.([support, sales], delegate);
});
afterAll(() => stop?.());
beforeEach(() => {
  postbox.handedOver.length = 0;
  postbox.clear();
});

describe('the SMTP listener', () => {
  it('keeps the mail as it came, under the hash of its source', async () => {
    const source = writeMail({ id: 'as-it-came', text: '你好\n.dot at the beginning\n\ttabs and trailing spaces  ' });
    expect(await postMail(port, support.address, source)).toMatchObject({ code: 250 });
    expect(postbox.handedOver).toEqual([{ inbox: support, externalId: sourceKey(source), content: source }]);
  });

  it('lets the envelope decide: Bcc, plus-address and any case reach the inbox', async () => {
    for (const address of ['support@example.com', 'SUPPORT@Example.COM', 'support+T1042@example.com', 'Support+a+b@example.com']) {
      const mail = Buffer.from(`From: a@example.org\r\nTo: somebody-else@example.org\r\nSubject: ${address}\r\n\r\nhello\r\n`);
      expect(await postMail(port, address, mail)).toMatchObject({ code: 250 });
    }
    expect(postbox.handedOver.map(({ inbox }) => inbox.id)).toEqual(Array(4).fill(support.id));
  });

  it('keeps a mail to two inboxes once for each', async () => {
    const recipients = ['support@example.com', 'sales@example.com', 'support+again@example.com'];
    await postMail(port, recipients, writeMail({ id: 'both' }));
    expect(postbox.handedOver.map(({ inbox }) => inbox.id).sort()).toEqual([sales.id, support.id]);
  });

  it('is no relay: whoever is not ours is refused, and nobody else suffers', async () => {
    expect(await postMail(port, 'someone@example.org', writeMail({ id: 'relay' }))).toMatchObject({ code: 550 });
    for (const trick of ['support@example.org', 'support%example.org@example.com', '@example.com', 'supporters@example.com'])
      expect(await postMail(port, trick, writeMail({ id: 'trick' }))).toMatchObject({
        code: expect.toSatisfy((code: number) => code >= 500),
      });
    expect(postbox.handedOver).toEqual([]);
    expect(await postMail(port, ['someone@example.org', support.address], writeMail({ id: 'mixed' }))).toMatchObject({ code: 250 });
    expect(postbox.handedOver).toHaveLength(1);
  });

  it('announces its limit and refuses what is larger with 552, however it comes', async () => {
    const large = writeMail({ id: 'large', text: 'x'.repeat(maxMailBytes + 1) });
    expect(await converse(['EHLO test', 'QUIT'])).toMatch(new RegExp(`SIZE ${maxMailBytes}\\r\\n`));
    expect(await converse(['EHLO test', `MAIL FROM:<a@example.org> SIZE=${large.length}`, 'QUIT'])).toMatch(/^552 /m);
    const undeclared = [
      'EHLO test',
      'MAIL FROM:<a@example.org>',
      'RCPT TO:<support@example.com>',
      'DATA',
      `${large.toString()}\r\n.`,
      'QUIT',
    ];
    expect(await converse(undeclared)).toMatch(/^552 /m);
    expect(postbox.handedOver).toEqual([]);
  });

  it('tells the sender to try again while nothing can be stored', async () => {
    postbox.jam();
    expect(await postMail(port, support.address, writeMail({ id: 'jammed' }))).toMatchObject({ code: 451 });
    postbox.clear();
    expect(await postMail(port, support.address, writeMail({ id: 'jammed' }))).toMatchObject({ code: 250 });
    expect(postbox.handedOver).toHaveLength(1);
  });

  it('takes bounces, which have no sender', async () => {
    expect(
      await converse([
        'EHLO test',
        'MAIL FROM:<>',
        'RCPT TO:<support@example.com>',
        'DATA',
        'From: mailer-daemon@mx\r\n\r\nno\r\n.',
        'QUIT',
      ]),
    ).toMatch(/^354 .*^250 /ms);
    expect(postbox.handedOver).toHaveLength(1);
  });

  it('asks for no password on loopback and offers no encryption there', async () => {
    const capabilities = await converse(['EHLO test', 'QUIT']);
    expect(capabilities).not.toMatch(/AUTH|STARTTLS/);
  });

  it('goes on after a client that hangs up in the middle', async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('EHLO test\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<support@example.com>\r\nDATA\r\nFrom: half');
    await once(socket, 'data');
    socket.resetAndDestroy();
    expect(await postMail(port, support.address, writeMail({ id: 'after' }))).toMatchObject({ code: 250 });
    expect(postbox.handedOver.map(({ content }) => content.toString())).toEqual([expect.stringContaining('<after@example.org>')]);
  });
});

it('is not opened unless asked for, and fails loudly when its port is taken', async () => {
  const adapter = createEmailAdapter({ smtpListener: { port } });
  await expect(adapter.listen?.([support], openPostbox())).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const quiet = await createEmailAdapter({}).listen?.([support], openPostbox());
  await quiet?.();
});

/** A whole SMTP session, one command after the other's answer; returns all that the server said. */
async function converse(commands: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let said = '';
  const waiting = [...commands];
  socket.on('data', (text: string) => {
    said += text;
    // The last line of an answer has a space after its code.
    if (/^\d{3} .*\r\n$/m.test(text)) socket.write(`${waiting.shift() ?? ''}\r\n`);
  });
  await once(socket, 'close');
  return said;
}
