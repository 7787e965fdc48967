import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { DeliveryError, type OutboundMessage } from '../channel-adapter.ts';
import { composeMail } from './compose-mail.ts';
import { explainFailure } from './explain-failure.ts';
import { isAddress } from './read-headers.ts';
import { isLoopback } from './settings.ts';

/** Sends mail through one SMTP server; `fromNames` gives the display name of an inbox. */
export function createSender(smtpUrl: string, fromNames: Readonly<Record<string, string>> = {}) {
  const transport = createTransport(readSmtpUrl(smtpUrl));

  return async (message: OutboundMessage): Promise<{ externalId: string; status: 'sent' }> => {
    const { mail, to } = message;
    if (!mail) throw new DeliveryError('mail_header_missing', true, 'A mail needs a subject and a Message-ID.');
    if (!isAddress(to)) throw new DeliveryError('invalid_recipient', true, 'The recipient is not a mail address.');
    const info = await transport.sendMail(composeMail(message, mail, fromNames[message.inbox.address])).catch((failure: unknown) => {
      throw explainFailure(failure, to);
    });
    if (!info.accepted.includes(to)) throw explainFailure(info, to);
    // Some servers write a Message-ID of their own; it is the one that answers will refer to.
    return { externalId: info.serverMessageId?.replace(/^<|>$/g, '') ?? mail.messageId, status: 'sent' };
  };
}

/** A password never travels unencrypted to another machine. */
function readSmtpUrl(smtpUrl: string): SMTPTransportOptions {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...(url.username && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...(!secure && (isLoopback(host) ? { ignoreTLS: true } : { requireTLS: url.username !== '' })),
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 120_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
