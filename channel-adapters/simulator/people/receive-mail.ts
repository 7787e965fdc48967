import { once } from 'node:events';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Carrier } from '../carrier/carrier.ts';
import type { Mail, Mailboxes } from './mailbox.ts';

export interface MailServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** The mail server of all simulated people: what the hub sends ends in their mailboxes. `nobody@…` does not exist. */
export async function serveMail(carrier: Carrier, mailboxes: Mailboxes): Promise<MailServer> {
  const server = new SMTPServer({
    banner: 'Touchline carrier simulator',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: 40 * 1024 * 1024,
    closeTimeout: 500,
    onRcptTo: ({ address }, _session, answer) => answer(/^nobody@/i.test(address) ? noSuchMailbox() : null),
    onData: (stream, session, answer) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      simpleParser(stream).then((parsed) => answer(void deliver(carrier, mailboxes, parsed, recipients)), answer);
    },
  });
  const listener = server.listen(carrier.settings.mailPort ?? 0, '127.0.0.1');
  await once(listener, 'listening');
  // A client that hangs up early ends its own delivery, nothing else.
  server.on('error', () => {});
  const address = listener.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}

function deliver(carrier: Carrier, mailboxes: Mailboxes, parsed: ParsedMail, recipients: readonly string[]): void {
  for (const to of recipients) mailboxes.file(to, asMail(parsed, to));
  const { subject = '', from, messageId = '' } = parsed;
  const entry = carrier.log.add({
    kind: 'mail',
    title: `SMTP ${from?.text ?? ''} → ${recipients.join(', ')}`,
    params: { subject, messageId },
  });
  carrier.log.attempted(entry, { at: new Date(), ms: 0, status: 250 }, true);
}

function asMail(parsed: ParsedMail, to: string): Mail {
  const references = parsed.references ?? parsed.inReplyTo ?? [];
  return {
    direction: 'received',
    messageId: bare(parsed.messageId ?? crypto.randomUUID()),
    references: [references].flat().map(bare),
    from: firstAddress(parsed.from),
    to,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    files: parsed.attachments.map(({ filename }) => filename ?? 'attachment'),
    at: new Date(),
    state: 'sent',
  };
}

const bare = (id: string) => id.replace(/^<|>$/g, '');

const firstAddress = (addresses: AddressObject | undefined) => addresses?.value[0]?.address ?? '';

function noSuchMailbox(): Error {
  return Object.assign(new Error('5.1.1 No such mailbox'), { responseCode: 550 });
}
