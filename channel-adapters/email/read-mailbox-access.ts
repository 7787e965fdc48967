import type { ImapFlowOptions } from 'imapflow';
import { isLoopback, type MailboxSettings } from './settings.ts';

/** Host, credentials and encryption of a mailbox. A password never travels unencrypted to another machine. */
export function readMailboxAccess(mailbox: MailboxSettings): ImapFlowOptions {
  const { host, port, secure, user, password } = 'imapUrl' in mailbox ? readUrl(mailbox.imapUrl) : mailbox;
  return {
    host,
    port,
    secure,
    auth: { user, pass: password },
    ...(!secure && !isLoopback(host) && { doSTARTTLS: true }),
    connectionTimeout: 30_000,
  };
}

function readUrl(imapUrl: string) {
  const url = new URL(imapUrl);
  const secure = url.protocol === 'imaps:';
  return {
    host: url.hostname,
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
