import type { ImapFlowOptions } from 'imapflow';
import { isLoopback, type MailboxSettings } from './settings.ts';

export interface MailboxAccess {
  readonly connection: ImapFlowOptions;
  readonly folder: string;
  readonly since?: Date;
}

/** Where a mailbox is and how to get in. A password never travels unencrypted to another machine. */
export function readMailboxAccess(mailbox: MailboxSettings): MailboxAccess {
  const { host, port, secure, user, password, ...rest } = 'imapUrl' in mailbox ? { ...readUrl(mailbox.imapUrl), ...mailbox } : mailbox;
  return {
    connection: {
      host,
      port,
      secure,
      auth: { user, pass: password },
      ...(!secure && !isLoopback(host) && { doSTARTTLS: true }),
      connectionTimeout: 30_000,
    },
    folder: rest.folder ?? 'INBOX',
    ...(rest.since && { since: rest.since }),
  };
}

// RFC 5092: the path names the folder. `?since=2026-11-01` is ours.
function readUrl(imapUrl: string) {
  const url = new URL(imapUrl);
  const secure = url.protocol === 'imaps:';
  const [folder, since] = [decodeURIComponent(url.pathname.slice(1)), new Date(url.searchParams.get('since') ?? '')];
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(folder && { folder }),
    ...(!Number.isNaN(since.getTime()) && { since }),
  };
}
