import type { Server } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { InboxAddress } from '../addresses.ts';
import type { Intake } from '../channel-adapter.ts';
import { sourceKey } from './parse-mail.ts';
import { isAddress, normalAddress } from './read-headers.ts';
import type { MailLog, SmtpListenerSettings } from './settings.ts';

interface Post {
  readonly inboxes: readonly InboxAddress[];
  readonly intake: Intake;
  readonly maxBytes: number;
  readonly log: MailLog;
}

/**
 * Listen for mail by SMTP. Only our own addresses are accepted, whatever the mail's header says (RFC 5321 3.6.2: no relay);
 * the sender hears 250 only after the hub has stored the mail.
 */
export async function acceptMail(
  { host = '127.0.0.1', port, onListening }: SmtpListenerSettings,
  post: Post,
): Promise<() => Promise<void>> {
  const server = new SMTPServer({
    banner: 'Touchline',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: post.maxBytes,
    maxClients: 200,
    maxRecipients: 100,
    maxAllowedUnauthenticatedCommands: false,
    closeTimeout: 2000,
    onRcptTo: ({ address }, _session, answer) => answer(inboxOf(address, post.inboxes) ? null : refusal(550, '5.1.1 No such inbox here')),
    onData: (stream, session, answer) => void receive(stream, session, post).then(() => answer(), answer),
  });
  const listener = await new Promise<Server>((listening, taken) => {
    server.once('error', taken);
    const opened = server.listen(port, host, () => listening(opened));
  });
  // A client that hangs up is no trouble of ours; it will come again.
  server.on('error', (problem) => post.log.info({ problem: problem.message }, 'an SMTP connection ended early'));
  const address = listener.address();
  onListening?.(typeof address === 'object' && address ? address.port : port);
  return () => new Promise((stopped) => server.close(() => stopped()));
}

/** The inbox that an address means, also with a `+tag` (RFC 5233). */
export function inboxOf(address: string, inboxes: readonly InboxAddress[]): InboxAddress | undefined {
  if (!isAddress(address)) return undefined;
  const exact = normalAddress(address);
  const untagged = exact.replace(/\+[^@]*@/, '@');
  const named = (wanted: string) => inboxes.find((inbox) => normalAddress(inbox.address) === wanted);
  return named(exact) ?? named(untagged);
}

async function receive(stream: SMTPServerDataStream, session: SMTPServerSession, { inboxes, intake, log }: Post): Promise<void> {
  const content = await readAll(stream);
  if (stream.sizeExceeded) throw refusal(552, '5.3.4 This mail is larger than we accept');
  const recipients = session.envelope.rcptTo.flatMap(({ address }) => inboxOf(address, inboxes) ?? []);
  const externalId = sourceKey(content);
  try {
    for (const inbox of new Set(recipients)) await intake.keep({ inbox, externalId, content });
  } catch (problem) {
    log.warn(
      { externalId, problem: problem instanceof Error ? problem.message : problem },
      'mail could not be kept; its sender was told to try again',
    );
    throw refusal(451, '4.3.0 Cannot store mail now, try again later');
  }
}

// What is beyond the limit is read and dropped: the answer may only follow the last byte.
async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (stream.sizeExceeded) chunks.length = 0;
    else chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
