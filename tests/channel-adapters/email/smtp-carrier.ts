import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** A mail server that takes our mail, or does not: the far side of sending. */
export interface SmtpCarrier {
  readonly url: string;
  readonly received: ReceivedMail[];
  /** What it answers to recipients from now on; by default it accepts them all. */
  answerRecipients(answer: (address: string) => SmtpAnswer | undefined): void;
  /** What it answers to the mail itself. */
  answerMail(answer: SmtpAnswer | undefined): void;
  close(): Promise<void>;
}

export interface SmtpAnswer {
  readonly code: number;
  readonly text: string;
}

export interface ReceivedMail {
  readonly recipients: string[];
  readonly source: string;
  readonly mail: ParsedMail;
}

export const credentials = { user: 'desk@example.com', password: 'the-smtp-password' };

/** Open a carrier on a port of the system's choice. It wants the user and the password above. */
export async function openSmtpCarrier(): Promise<SmtpCarrier> {
  const received: ReceivedMail[] = [];
  let forRecipient: (address: string) => SmtpAnswer | undefined = () => undefined;
  let forMail: SmtpAnswer | undefined;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 500,
    onAuth: ({ username, password }, _session, done) =>
      username === credentials.user && password === credentials.password
        ? done(null, { user: username })
        : done(new Error('wrong password')),
    onRcptTo: ({ address }, _session, done) => done(asError(forRecipient(address))),
    onData: (stream, session, done) => {
      void readAll(stream).then(async (source) => {
        if (!forMail) received.push(await describe(source, session));
        done(asError(forMail));
      }, done);
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  server.on('error', () => {});
  const address = listener.address();
  if (typeof address !== 'object' || !address) throw new Error('the carrier has no port');
  return {
    url: `smtp://${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@127.0.0.1:${address.port}`,
    received,
    answerRecipients(answer) {
      forRecipient = answer;
    },
    answerMail(answer) {
      forMail = answer;
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

async function describe(source: Buffer, session: SMTPServerSession): Promise<ReceivedMail> {
  const mail = await simpleParser(source, { skipTextToHtml: true, keepCidLinks: true });
  return { recipients: session.envelope.rcptTo.map(({ address }) => address), source: source.toString(), mail };
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function asError(answer: SmtpAnswer | undefined): Error | null {
  return answer ? Object.assign(new Error(answer.text), { responseCode: answer.code }) : null;
}
